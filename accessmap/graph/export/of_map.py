"""The edges of the map as a filter leaves them, as what is taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accessmap.graph.answer import unread
from accessmap.graph.bundles import Bundle, keys_of
from accessmap.graph.drawn_for import DrawnFor
from accessmap.graph.export.edge_said import edge_said
from accessmap.graph.export.extract import Dot, Extract, Link, Stamp, written
from accessmap.graph.export.of_answer import complete_if, stamped
from accessmap.graph.knowledge import newest_crawl, running_crawl
from accessmap.graph.marks import Marks, verdict_words
from accessmap.graph.parties import Group, Parties, Party
from accessmap.graph.picture import party_name
from accessmap.graph.seen import Seen

# An account's kind by where it stands; one of ours is an account and no more.
KINDS: Mapping[Group, str] = MappingProxyType(
    {
        Group.VENDORS: "vendor",
        Group.LEFT: "former-member",
        Group.UNKNOWN: "unknown-account",
    }
)


def extract(
    seen: Seen, asked: str, title: str, marks: Marks, drawn: DrawnFor | None = None
) -> Extract:
    """Return every edge that the filter leaves, one for each pair, worst first.

    ``asked`` is the address that was asked for; the stamp repeats it. ``marks`` are
    what a reader hid or looked for on top, on what is ``drawn``.
    """
    parties = Parties(seen.at)
    dots: dict[str, Dot] = {}
    links: list[Link] = []
    keys = keys_of(seen.grants, parties)
    for bundle, target in _left(seen, parties, marks, drawn):
        for party, column in ((bundle.source, 0), (target, 1)):
            dots.setdefault(party.id, _dot(party, column))
        said = edge_said(bundle, _named(bundle.source), _named(target))
        links.append(_link(bundle, said, keys.get(bundle.id, ())))
    return Extract(stamp(seen, asked, title), list(dots.values()), links)


def absent(seen: Seen, marks: Marks, drawn: DrawnFor) -> int:
    """Return how many grants the marks leave that have no place on the picture."""
    nowhere = frozenset(drawn.picture["counted"].get("absent_in", ()))
    if not nowhere:
        return 0
    left = _left(seen, Parties(seen.at), marks, drawn)
    return sum(bundle.count for bundle, _target in left if bundle.target in nowhere)


def _left(
    seen: Seen, parties: Parties, marks: Marks, drawn: DrawnFor | None
) -> Iterator[tuple[Bundle, Party]]:
    """Yield the edges that stay in sight, each with the account at its end."""
    for bundle in seen.edges():
        target = parties.account(bundle.target)
        if not marks or _is_left(bundle, target, marks, drawn):
            yield bundle, target


def _is_left(
    bundle: Bundle, target: Party, marks: Marks, drawn: DrawnFor | None
) -> bool:
    both = (bundle.source, target)
    names = [bundle.id, bundle.source.id, target.id]
    texts = [text for each in both for text in (each.id, *party_name(each))]
    texts += verdict_words({**bundle.held, **bundle.blocked})
    if drawn is not None:
        found = list(drawn.names(bundle, target))
        names += found
        texts += [drawn.texts.get(each, "") for each in found]
    return marks.leave(names, texts)


def stamp(seen: Seen, asked: str, title: str) -> Stamp:
    """Return of which crawl a map is, and what was not read."""
    found = stamp_at(seen.at, asked, title)
    if seen.then is not None:
        found = replace(found, compared_with=_earlier(seen.then))
    return found


def stamp_at(at: datetime | None, asked: str, title: str) -> Stamp:
    """Return the stamp of what had been read by a moment; None: by now."""
    found = stamped(title, asked, newest_crawl(at), unread(at).sentence)
    return replace(found, running=running(at), grant_address=grant_address())


def running(at: datetime | None) -> str:
    """Say that a crawl writes what is shown at a moment: it is not of one crawl."""
    crawl = running_crawl(at)
    if crawl is None:
        return ""
    told = {"crawl": crawl.pk, "since": written(crawl.started_at.isoformat())}
    return (
        _(
            "Crawl %(crawl)s has been running since %(since)s: what it has read so far "
            "is in here too."
        )
        % told
    )


def grant_address() -> str:
    """Return the address of a grant's page, with {id} in place of its id."""
    page = reverse("accessmap:grants-detail", args=[0])
    return settings.PUBLIC_URL + page.replace("/0/", "/{id}/")


def _earlier(then: datetime) -> str:
    """Return the earlier of two dates, with what had been read by then."""
    crawl = newest_crawl(then)
    read = f"crawl {crawl.pk}" if crawl else "no crawl"
    return f"{then.isoformat()}; {read}; {unread(then).sentence or complete_if(crawl)}"


def _dot(party: Party, column: int) -> Dot:
    name, note = party_name(party)
    is_account = party.id.isdigit()
    kind = KINDS.get(party.group, "account") if is_account else party.group.value
    if party.group is Group.HOME and not is_account:
        kind = "unit"
    account = note if is_account else ""
    return Dot(party.id, name, kind, account, name if is_account else "", column)


def _named(party: Party) -> str:
    """Return what a party is called; an account's id stands beside its name."""
    name, _note = party_name(party)
    return f"{name} {party.id}" if party.id.isdigit() and name != party.id else name


def _link(bundle: Bundle, said: str, grants: tuple[int, ...]) -> Link:
    doubts = "blocked" if bundle.is_blocked else ""
    return Link(
        bundle.source.id,
        bundle.target,
        bundle.verdict,
        said,
        doubts,
        count=bundle.count,
        grants=grants,
    )
