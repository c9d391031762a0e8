"""How one side of one grant becomes one item: what a reviewer will read is frozen."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from accessmap.graph.last_accessed import Tried, tried_by
from accessmap.graph.used import Uses
from accessmap.models import Account, Flag, Grant
from accessmap.policy.kinds import PolicyKind
from accessmap.spoken import Speaker
from reviews.advising import advise
from reviews.authors import Authors
from reviews.circumstances import (
    circumstances_of,
    rank_of,
    risk_of,
    with_history,
)
from reviews.history import Before
from reviews.models import Campaign, ReviewItem
from reviews.population import Asking
from reviews.since import Since, since, texts_of
from reviews.statement import statement_text
from reviews.wording import LANGUAGES, wordings

# What identical grants have in common: all that they say, but of which resource.
SAID = (
    "policy_kind",
    "principal",
    "zone",
    "verdict",
    "actions",
    "objects",
    "conditions",
    "source_zone",
    "federated_scope",
    "blocked_by",
    "unknown",
    "is_approximate",
)


class Asked(NamedTuple):
    """One question on its way to an item."""

    asking: Asking
    number: int
    flags: Sequence[Flag]
    reach: str
    before: Before


class Draft:
    """Writes items for one campaign, with the names that the words need."""

    def __init__(self, campaign: Campaign) -> None:
        """Read the names, once."""
        self._campaign = campaign
        self._speakers = {each: Speaker(each) for each in LANGUAGES}
        for each in self._speakers.values():
            each.abilities = self._speakers["en"].abilities
        self._names = self._speakers["en"].names
        self._uses = Uses(campaign.opened_at)
        self._authors = Authors()
        self._tried: dict[str, Tried] = {}
        self._units = dict(Account.objects.values_list("account_id", "unit__name"))

    def items(self, askings: Sequence[Asking], first: int) -> list[ReviewItem]:
        """Return an item for each of ``askings``, not yet saved, numbered on."""
        raised = defaultdict(list)
        for flag in Flag.objects.filter(grant__in={each.grant.pk for each in askings}):
            raised[flag.grant_id].append(flag)
        self._tried = tried_by(each.grant for each in askings)
        reaches = [self._reach(each.grant) for each in askings]
        befores = [
            each.history.before(each.grant, each.side, reach)
            for each, reach in zip(askings, reaches, strict=True)
        ]
        texts = texts_of(befores)
        told = zip(askings, reaches, befores, strict=True)
        return [
            self._item(
                Asked(asking, number, raised.get(asking.grant.pk, ()), reach, before),
                since(before, texts),
            )
            for number, (asking, reach, before) in enumerate(told, start=first)
        ]

    def _item(self, asked: Asked, earlier: Since) -> ReviewItem:
        asking, number, flags, reach, before = asked
        grant, risk = asking.grant, risk_of(asking.grant, asked.flags)
        opened_at = self._campaign.opened_at
        use = self._uses.of(grant)
        advice = advise(grant, flags, use, before, opened_at)
        account_id = grant.resource.account_id
        document = grant.snapshot.document
        author = self._authors.of(grant)
        return ReviewItem(
            campaign=self._campaign,
            number=number,
            grant=grant,
            side=asking.side,
            fingerprint=grant.fingerprint,
            likeness=likeness(
                asking,
                before,
                flags,
                risk.value,
                reach,
                advice.advice.value,
                json.dumps(earlier.get("was")).replace(grant.resource.arn, ""),
            ),
            wording=wordings(grant, self._speakers, dict(advice.reason)),
            circumstances={
                **with_history(
                    circumstances_of(
                        grant,
                        flags=flags,
                        names=self._names.accounts,
                        change=before.change,
                        now=opened_at,
                        reach_sha256=reach,
                    ),
                    use,
                    self._tried.get(grant.resource.arn),
                    author,
                    asking.unasked,
                ),
                **earlier,
            },
            is_author_known=not author["unknown"],
            statement=statement_text(document.text, grant.says["statements"]),
            document=document,
            document_sha256=document.sha256,
            verdict=grant.verdict,
            account_id=account_id,
            account_name=self._names.accounts.get(account_id, ""),
            unit_name=self._units.get(account_id) or "",
            risk=risk,
            rank=rank_of(grant, risk),
            suggestion=advice.advice.value,
            previous=before.item,
            previous_campaign=before.item.campaign_id if before.item else None,
            previous_number=before.item.number if before.item else None,
            reviewer=asking.answer.reviewer,
            resolved_by=asking.answer.rule,
            resolved_from=asking.answer.source,
        )

    def _reach(self, grant: Grant) -> str:
        """Return the hash of what a granted role may do itself; empty for others."""
        if grant.policy_kind != PolicyKind.TRUST:
            return ""
        abilities = self._speakers["en"].abilities
        texts = abilities.of(grant.resource.account_id, grant.resource_id)
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def likeness(
    asking: Asking, before: Before, flags: Sequence[Flag], *beside: str
) -> str:
    """Return a hash that is equal for grants that say the same of other resources.

    ``beside`` is what else must be equal: the risk, what the role may do, what we
    suggest, and what it said when it was last decided.
    """
    grant = asking.grant
    told = {name: grant.says.get(name) for name in SAID}
    said = json.dumps(told, sort_keys=True)
    alike = [
        said.replace(grant.resource.arn, "<resource>"),
        grant.resource.resource_type,
        asking.side.value,
        before.change.value,
        before.item.state if before.item else "",
        asking.unasked or "",
        *beside,
        *sorted(each.rule_id for each in flags),
    ]
    return hashlib.sha256("\n".join(alike).encode()).hexdigest()
