"""What limits a role of ours once somebody became it: its own policies and the SCPs.

Who gets in, the gates of the trust say; what they can do then stands here, policy by
policy, so that nobody has to take the sentence's word for it.

AWS: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from accessmap.derive.abilities import KINDS
from accessmap.graph.gates import Answer, Gate, not_ours_any_more
from accessmap.language import reader_language
from accessmap.models import Account, Grant, Snapshot
from accessmap.models.newest import Newest
from accessmap.policy.action import matches
from accessmap.policy.explain import reach_words
from accessmap.policy.kinds import PolicyKind
from accessmap.reach.gather import with_callers_read
from accessmap.reach.powers import Clause, Clauses, clauses

SERVICE_LINKED = ":role/aws-service-role/"
FEW = 4  # actions that a reason names


def role_side(row: Grant, account: Account | None) -> list[Gate]:
    """Return the gates after the trust policy; none for what is no role of today."""
    if row.policy_kind != PolicyKind.TRUST or row.has_ended or account is None:
        return []
    own = (
        Snapshot.objects.current()
        .filter(resource=row.resource_id, kind__in=KINDS)
        .select_related("document")
        .order_by("kind", "name")
    )
    texts = {each.name: each.document.text for each in own}
    found, _is_understood = clauses(texts.values())
    is_linked = SERVICE_LINKED in row.resource.arn
    return [
        *_policies(texts, account),
        *_scps(account, found, is_linked=is_linked),
    ]


def _policies(texts: Mapping[str, str], account: Account) -> Iterator[Gate]:
    word = _("Role's identity policy")
    is_read = bool(with_callers_read(account.account_id))
    for name, text in texts.items():
        title = f"{word} {name.rpartition('/')[2]}"
        said = reach_words([text], reader_language())
        if said is None:
            unread = _("It cannot be understood, so what it allows is unknown.")
            yield Gate(title, Answer.UNSEEN, unread, is_after=True)
        else:
            lets = _("Lets the role: %(what)s.") % {"what": "; ".join(said)}
            nothing = _("Lets the role do nothing.")
            reason = lets if said else nothing
            yield Gate(title, Answer.PASSES, reason, is_after=True)
    if not is_read:
        unread = _("Its account was not read completely, so there may be others.")
        yield Gate(word, Answer.UNSEEN, unread, is_after=True)
    elif not texts:
        none = _("None: whoever becomes the role may do nothing by it.")
        yield Gate(word, Answer.PASSES, none, is_after=True)


def _scps(account: Account, own: Clauses, *, is_linked: bool) -> Iterator[Gate]:
    word = _("SCPs")
    if account.left_at:
        yield Gate(word, Answer.UNSEEN, not_ours_any_more(), is_after=True)
        return
    if account.is_management:
        never = _("Never apply to the management account.")
        yield Gate(word, Answer.PASSES, never, is_after=True)
        return
    if is_linked:
        never = _("Never apply to a service-linked role.")
        yield Gate(word, Answer.PASSES, never, is_after=True)
        return
    if not Newest().read_whole("organization-policies"):
        unread = _("The organization's SCPs could not be read.")
        yield Gate(word, Answer.UNSEEN, unread, is_after=True)
    named = {name: text for level in account.scps for name, text in level.items()}
    told = [
        each for name, text in sorted(named.items()) if (each := _scp(name, text, own))
    ]
    yield from told
    if not told and account.scps:
        nothing = _("Take nothing away.")
        yield Gate(word, Answer.PASSES, nothing, is_after=True)


def _scp(name: str, text: object, own: Clauses) -> Gate | None:
    """Return the gate of one SCP; None of one that lets everything pass."""
    title = _("SCP %(name)s") % {"name": name}
    found, is_read = clauses([text])
    if not is_read:
        unread = _("It cannot be understood, so what it takes away is unknown.")
        return Gate(title, Answer.UNSEEN, unread, is_after=True)
    denied = [each for each in found if not each.is_allow]
    if not denied:
        if any("*" in each.actions and each.is_everywhere for each in found):
            return None
        only = _("Lets pass only what it lists: %(actions)s.")
        reason = only % {"actions": _some(list(_written(found)))}
        return Gate(title, Answer.STOPS, reason, is_partial=True, is_after=True)
    hits = [each for each in denied if _takes_from(each, own)]
    if not hits:
        reason = _("Denies nothing that the role's policies allow.")
        return Gate(title, Answer.PASSES, reason, is_after=True)
    sure = [each for each in hits if not each.is_conditional]
    if not sure:
        # It may never be met: nobody is told that this is closed.
        takes = _("Denies what the role may do only under a condition: %(actions)s.")
        reason = takes % {"actions": _some(list(_taken(hits, own)))}
        return Gate(title, Answer.PASSES, reason, is_after=True)
    if any(each.is_everywhere for each in sure):
        takes = _("Denies what the role's policies allow: %(actions)s.")
    else:
        takes = _("Denies on some resources what the role may do: %(actions)s.")
    reason = takes % {"actions": _some(list(_taken(sure, own)))}
    return Gate(title, Answer.STOPS, reason, is_partial=True, is_after=True)


def _takes_from(deny: Clause, own: Clauses) -> bool:
    if not deny.is_not_action:
        return any(_taken([deny], own))
    return any(
        each.is_allow and (each.is_not_action or any(map(deny.names, each.actions)))
        for each in own
    )


def _taken(denied: Sequence[Clause], own: Clauses) -> Iterator[str]:
    """Yield the actions that are denied, and that an Allow of the role speaks of."""
    for deny in denied:
        if deny.is_not_action:
            yield _("all but %(actions)s") % {"actions": _some(list(deny.actions))}
            continue
        yield from (
            action
            for action in deny.actions
            if any(each.is_allow and _speaks_of(each, action) for each in own)
        )


def _speaks_of(allow: Clause, action: str) -> bool:
    if allow.is_not_action:
        return allow.names(action)
    return any(matches(e, action) or matches(action, e) for e in allow.actions)


def _written(found: Clauses) -> Iterator[str]:
    for each in found:
        yield from each.actions


def _some(actions: list[str]) -> str:
    """Return the first few, and how many more there are."""
    told = ", ".join(actions[:FEW])
    if len(actions) <= FEW:
        return told
    return _("%(actions)s and %(n)s more") % {"actions": told, "n": len(actions) - FEW}
