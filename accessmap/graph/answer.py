"""An answer in words: each hop with its sentence and reason, and what is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from accessmap.graph.last_seen import SEEN_BY, LastSeen, last_seen_among
from accessmap.graph.places import Place, Places
from accessmap.graph.remembered import remembered
from accessmap.language import reader_language
from accessmap.models import Account, Grant
from accessmap.models.newest import Newest
from accessmap.policy.explain import plain
from accessmap.reach.index import Hop, Index
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind
from accessmap.reach.questions import Met, Path
from accessmap.spoken import Spans, Speaker

VERBS = {
    EdgeKind.BECOME: noop("becomes"),
    EdgeKind.CHAIN: noop("becomes"),
    EdgeKind.READ: noop("reads"),
    EdgeKind.WRITE: noop("writes"),
    EdgeKind.ADMINISTER: noop("controls"),
    EdgeKind.ESCALATE: noop("can get"),
    EdgeKind.HOLD: noop("belongs to"),
    EdgeKind.NETWORK: noop("connects to"),
    EdgeKind.ANYBODY: noop("is one of"),
}
DOUBTS = {
    Doubt.CONDITION: noop("Only under a condition."),
    Doubt.ASSUMED: noop("The other side was not read, or is not ours to read."),
    Doubt.ROUGH: noop("Read roughly: it may be less."),
}
VPC = "vpc-"  # begins AWS's id of one; what is behind an endpoint is called otherwise

# What of a grant is needed to say it: the rest is as much again.
SAID = ("says", "policy_kind", *SEEN_BY)


@dataclass(frozen=True, slots=True)
class Step:
    """One hop in words. ``spans`` are the grant's sentence, where a grant makes it."""

    source: Place
    target: Place
    kind: str
    word: str
    sentence: str
    doubts: tuple[str, ...]
    grant: Grant | None = None
    spans: Spans = ()

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can carry it."""
        return {
            "from": self.source.plain(),
            "to": self.target.plain(),
            "kind": self.kind,
            "sentence": self.sentence,
            "doubts": list(self.doubts),
            "grant": self.grant.pk if self.grant else None,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """One place that is met, after how many steps, and what can be done there."""

    place: Place
    steps: int
    access: str = ""
    access_word: str = ""
    accounts: int = 0  # of a third party: how many of ours it reaches

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can carry it."""
        if self.accounts:
            return {**self.place.plain(), "accounts": self.accounts}
        return {**self.place.plain(), "steps": self.steps, "access": self.access}


@dataclass(frozen=True, slots=True)
class Unread:
    """What could hide a way: it stands beside every answer."""

    accounts: tuple[Account, ...]
    of: int
    crawled_at: datetime | None = None

    @property
    def sentence(self) -> str:
        """Say it; empty where everything was read."""
        if not self.accounts:
            return ""
        return ngettext(
            "%(n)s of %(all)s accounts was not read completely; what was not read "
            "could hide a way, and a way through it is as it was last seen.",
            "%(n)s of %(all)s accounts were not read completely; what was not read "
            "could hide a way, and a way through it is as it was last seen.",
            len(self.accounts),
        ) % {"n": len(self.accounts), "all": self.of}


@dataclass
class Teller:
    """Says answers of one index in one language."""

    index: Index
    places: Places = field(init=False)
    speaker: Speaker = field(init=False)

    def __post_init__(self) -> None:
        """Make who says places and who says grants."""
        self.places = Places(self.index)
        self.speaker = Speaker(reader_language())

    def routes(self, found: Sequence[Path]) -> list[list[Step]]:
        """Say ways, hop by hop; their grants are read at once."""
        wanted = {hop.grant for path in found for hop in path.hops if hop.grant}
        rows = Grant.objects.select_related("resource").only(*SAID)
        grants = rows.in_bulk(wanted)
        self.speaker.expect(grants.values())
        hops = [hop for path in found for hop in path.hops]
        self.places.expect({node for h in hops for node in (h.source, h.target)})
        seen = last_seen_among(grants.values())
        return [
            [self.step(h, grants.get(h.grant), seen.get(h.grant)) for h in p.hops]
            for p in found
        ]

    def step(
        self, hop: Hop, grant: Grant | None, last_seen: LastSeen | None = None
    ) -> Step:
        """Say one hop; of a grant that is only known as it was, since when."""
        source, target = self.places.of(hop.source), self.places.of(hop.target)
        spans = self.speaker.sentence(grant) if grant else ()
        return Step(
            source,
            target,
            hop.kind.name.lower(),
            kind_word(hop.kind),
            plain(spans) if spans else self._own_words(hop, target),
            (*_of_then(last_seen), *doubt_words(hop.doubt)),
            grant,
            spans,
        )

    def _own_words(self, hop: Hop, target: Place) -> str:
        """Say a hop that no grant makes."""
        names = {"name": target.name or target.account}
        start = self.index.kind(hop.source)
        if start is NodeKind.ACCOUNT:
            return _("Whoever controls the account has this too.")
        if hop.kind is EdgeKind.NETWORK:
            return self._by_network(hop)
        if start is NodeKind.COLLECTION:
            return _("It is one of them.")
        if start is NodeKind.PERSON:
            return _("The directory puts them into the group “%(name)s”.") % names
        said = {
            EdgeKind.HOLD: _("Its own policies let it use what is open to “%(name)s”."),
            EdgeKind.READ: _("Its own policies let it read “%(name)s”."),
            EdgeKind.WRITE: _("Its own policies let it write to “%(name)s”."),
            EdgeKind.ADMINISTER: _("Its own policies let it control “%(name)s”."),
            EdgeKind.ESCALATE: _(
                "Its own policies let it hand roles on or change permissions, and so "
                "get “%(name)s”."
            ),
            EdgeKind.ANYBODY: _("It is let in as anybody is."),
        }
        return said.get(hop.kind, _("It may become “%(name)s”.")) % names

    def _by_network(self, hop: Hop) -> str:
        """Say what carries packets here; the places are called by AWS's ids."""
        end = self.places.of(hop.target).name
        if NodeKind.HUB in {self.index.kind(hop.source), self.index.kind(hop.target)}:
            said = _(
                "A transit gateway hands packets on between what is attached to it."
            )
        elif end.startswith(VPC):
            said = _(
                "A VPC peering connects them; packets do not go on by another one."
            )
        else:
            said = _("A VPC endpoint leads there; nothing comes back by itself.")
        return f"{said} {_('Routes and firewalls are not read.')}"

    def lines(self, met: Met, most: int) -> list[Line]:
        """Say the first of what is met."""
        self.places.expect(map(int, met.nodes[:most]))
        return [
            Line(
                self.places.of(int(node)),
                int(steps),
                "" if access < 0 else EdgeKind(int(access)).name.lower(),
                "" if access < 0 else kind_word(EdgeKind(int(access))),
            )
            for node, steps, access in zip(
                met.nodes[:most], met.steps[:most], met.access[:most], strict=True
            )
        ]


def unread(at: datetime | None = None) -> Unread:
    """Return what was not read completely; with ``at``, by then.

    Now means when the newest crawl had ended, as everywhere in an answer.
    """
    read = partial(_unread, at)
    return remembered("unread", read) if at is None else read()


def _unread(at: datetime | None) -> Unread:
    found = Newest(at).unread().defer("tags", "scps", "rcps")
    return Unread(tuple(found), Account.objects.present(at).count())


def _of_then(last_seen: LastSeen | None) -> tuple[str, ...]:
    if last_seen is None:
        return ()
    day = date_format(localtime(last_seen.on))
    return (_("As last seen on %(day)s. What it is now is unknown.") % {"day": day},)


def kind_word(kind: EdgeKind) -> str:
    """Return what can be done, as a verb."""
    return _(VERBS[kind])


def doubt_words(doubt: Doubt) -> tuple[str, ...]:
    """Return why a hop may be less than it looks, a sentence each."""
    return tuple(_(word) for each, word in DOUBTS.items() if doubt & each)
