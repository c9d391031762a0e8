"""Both ends of a grant: what lets it pass, what stops it, what cannot be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from accessmap.graph.last_seen import LastSeen
from accessmap.graph.spared import spared
from accessmap.models import Account, Grant
from accessmap.policy.grant import Blocker
from accessmap.policy.grant import Grant as Value
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Zone


class Answer(StrEnum):
    """What a control does to this grant."""

    PASSES = "passes"
    STOPS = "stops"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Gate:
    """One control, what it does, and why."""

    name: str
    answer: Answer
    reason: str
    is_partial: bool = False
    is_after: bool = False  # limits what somebody can do once they are in
    is_of_call: bool = False  # comes with a call, and nobody can ever read it
    is_of_then: bool = False  # as it was last seen: what it does now is unknown

    @property
    def word(self) -> str:
        """Return the answer in words."""
        if self.is_of_then:
            return self._word_of_then
        if self.answer == Answer.STOPS:
            return _("Stops a part") if self.is_partial else _("Stops it")
        return _("Lets it pass") if self.answer == Answer.PASSES else _("Not seen")

    @property
    def _word_of_then(self) -> str:
        if self.answer == Answer.STOPS:
            return _("Stopped a part") if self.is_partial else _("Stopped it")
        return _("Let it pass") if self.answer == Answer.PASSES else _("Not seen")


def as_of_then(gates: Iterable[Gate]) -> list[Gate]:
    """Return gates of an end that is only known as it was last seen."""
    return [replace(gate, is_of_then=True) for gate in gates]


def in_short(
    ours: Sequence[Gate],
    theirs: Sequence[Gate],
    *,
    has_ended: bool,
    last_seen: LastSeen | None = None,
) -> str:
    """Say in a sentence what the gates of both ends come to together.

    With ``last_seen``, our end is only known as it was then.
    """
    if has_ended or last_seen:
        return _of_then(last_seen if not has_ended else None)
    if any(map(_stops_all, ours)):
        return _("Something at our end stops all of it today.")
    if any(map(_stops_all, theirs)):
        return _("Our end lets it pass; the other end stops all of it today.")
    if any(gate.answer == Answer.STOPS and not gate.is_after for gate in ours):
        return _(
            "Something at our end stops a part of it; the sentence leaves that out."
        )
    said = _works(theirs)
    if any(gate.answer == Answer.STOPS for gate in ours):
        takes = _("An SCP takes away a part of what the role may do then.")
        return f"{said} {takes}"
    return said


def _of_then(last_seen: LastSeen | None) -> str:
    if last_seen is None:
        return _(
            "The grant is gone, so nobody comes in by it. Below, our side is as it was "
            "and the other as it is now."
        )
    if last_seen.left_at:
        return _(
            "Whether it works now is unknown. Below, the side of the account that left "
            "is as it was last seen and the other as it is now."
        )
    return _(
        "Whether it works now is unknown. Below, our side is as it was last seen and "
        "the other as it is now."
    )


def _works(theirs: Sequence[Gate]) -> str:
    if any(each.answer == Answer.UNSEEN and not each.is_of_call for each in theirs):
        return _(
            "It works today: our gates let it pass. Where theirs cannot be seen, we "
            "assume that they do."
        )
    return _("It works today: the gates of both ends let it pass.")


def _stops_all(gate: Gate) -> bool:
    return gate.answer == Answer.STOPS and not gate.is_partial


def our_side(row: Grant, value: Value, account: Account | None) -> list[Gate]:
    """Return the controls at the resource's end."""
    return [
        _document(value),
        *_denies(value),
        *_resource_control(value, account),
        *_block_public_access(value),
        *_boundary(row),
    ]


def their_side(value: Value) -> list[Gate]:
    """Return the controls at the principal's end."""
    if value.zone == Zone.PUBLIC:
        nobody = _("Nobody needs a permission of their own: anyone may ask.")
        return [Gate(_("Identity policy"), Answer.PASSES, nobody)]
    if value.principal.kind == PrincipalKind.SERVICE:
        reason = _("AWS runs it. Whoever may use the service can make it act.")
        return [Gate(_("The AWS service"), Answer.UNSEEN, reason)]
    if value.zone == Zone.FEDERATED:
        reason = _("The provider decides who signs in. Assumed to let them.")
        return [Gate(_("The identity provider"), Answer.UNSEEN, reason)]
    if value.zone == Zone.EXTERNAL:
        hidden = _("Their account is not ours to read. Assumed to allow.")
        ours = _("Not ours to read. Our SCPs do not reach them.")
        return [
            Gate(_("Identity policy"), Answer.UNSEEN, hidden),
            Gate(_("Permissions boundary"), Answer.UNSEEN, hidden),
            Gate(_("Their own SCPs"), Answer.UNSEEN, ours),
        ]
    reason = _("Ours, but not compared with this grant yet. Assumed to allow.")
    return [
        Gate(_("Identity policy"), Answer.UNSEEN, reason),
        Gate(_("Permissions boundary"), Answer.UNSEEN, reason),
        Gate(_("SCPs"), Answer.UNSEEN, reason),
    ]


def _document(value: Value) -> Gate:
    names = {
        PolicyKind.TRUST: _("Trust policy"),
        PolicyKind.RESOURCE: _("Resource policy"),
        PolicyKind.KMS_GRANTS: _("KMS grant"),
        PolicyKind.ACL: _("Access control list"),
        PolicyKind.SHARE: _("Share"),
    }
    if value.is_conditional or value.conditions:
        reason = _("Lets them in under the conditions that stand below.")
    else:
        reason = _("Lets them in without a condition.")
    return Gate(names.get(value.policy_kind, value.policy_kind), Answer.PASSES, reason)


def _denies(value: Value) -> Iterator[Gate]:
    for blocker in _blockers(value, "deny"):
        reason = _("A Deny in the same document.")
        name = _("Deny %(name)s") % {"name": blocker.name}
        yield _stop(name, blocker, reason)


def _resource_control(value: Value, account: Account | None) -> Iterator[Gate]:
    if account is not None and account.left_at:
        yield Gate(_("RCPs"), Answer.UNSEEN, not_ours_any_more())
        return
    blocking = {each.name: each for each in _blockers(value, "rcp")}
    in_force = [] if account is None or account.is_management else sorted(account.rcps)
    for name in sorted({*in_force, *blocking}):
        title = _("RCP %(name)s") % {"name": name}
        if name in blocking:
            reason = _("Denies it to everyone whom it does not except.")
            yield _stop(title, blocking[name], reason)
        else:
            reason = spared(value, account.rcps[name] if account else "")
            yield Gate(title, Answer.PASSES, reason)
    if account is not None and account.is_management:
        reason = _("Never apply to the management account.")
        yield Gate(_("RCPs"), Answer.PASSES, reason)


def not_ours_any_more() -> str:
    """Return why a control of the organization says nothing of an account that left."""
    return _(
        "It left: ours do not apply, and what another organization sets is hidden."
    )


def _block_public_access(value: Value) -> Iterator[Gate]:
    blockers = _blockers(value, "block-public-access")
    if not blockers and not value.resource_type.startswith("AWS::S3::"):
        return
    name = _("Block public access")
    for blocker in blockers:
        reason = _("The setting %(name)s is on.") % {"name": blocker.name}
        yield _stop(name, blocker, reason)
    if not blockers:
        reason = _("No setting of the bucket or the account stops this.")
        yield Gate(name, Answer.PASSES, reason)


def _boundary(row: Grant) -> Iterator[Gate]:
    if row.policy_kind != PolicyKind.TRUST or "boundary" not in row.resource.facts:
        return
    name = _("Permissions boundary of the role")
    if boundary := row.resource.facts["boundary"]:
        reason = _("%(arn)s limits what the role may do, not who becomes it.")
        yield Gate(name, Answer.PASSES, reason % {"arn": boundary})
    else:
        yield Gate(name, Answer.PASSES, _("None set."))


def _blockers(value: Value, control: str) -> list[Blocker]:
    return [each for each in value.blocked_by if each.control == control]


def _stop(name: str, blocker: Blocker, reason: str) -> Gate:
    return Gate(name, Answer.STOPS, reason, is_partial=not blocker.is_total)
