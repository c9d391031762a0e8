"""The edges of the map as a filter leaves them, as what is taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from accessmap.graph.answer import unread
from accessmap.graph.bundles import Bundle
from accessmap.graph.export.extract import Dot, Extract, Link, Stamp
from accessmap.graph.export.of_answer import complete_if, stamped
from accessmap.graph.knowledge import newest_crawl
from accessmap.graph.parties import Group, Parties, Party
from accessmap.graph.picture import party_name, signs
from accessmap.graph.seen import Seen


def extract(seen: Seen, asked: str, title: str) -> Extract:
    """Return every edge that the filter leaves, one for each pair, worst first.

    ``asked`` is the address that was asked for; the stamp repeats it.
    """
    parties = Parties(seen.at)
    dots: dict[str, Dot] = {}
    links: list[Link] = []
    for bundle in seen.edges():
        target = parties.account(bundle.target)
        for party, column in ((bundle.source, 0), (target, 1)):
            dots.setdefault(party.id, _dot(party, column))
        links.append(_link(bundle))
    return Extract(stamp(seen, asked, title), list(dots.values()), links)


def stamp(seen: Seen, asked: str, title: str) -> Stamp:
    """Return of which crawl a map is, and what was not read."""
    crawl = newest_crawl(seen.at)
    told = unread(seen.at).sentence
    found = stamped(title, asked, crawl.pk if crawl else 0, told)
    if seen.then is not None:
        found = replace(found, compared_with=_earlier(seen.then))
    return found


def _earlier(then: datetime) -> str:
    """Return the earlier of two dates, with what had been read by then."""
    crawl = newest_crawl(then)
    read = f"crawl {crawl.pk}" if crawl else "no crawl"
    return f"{then.isoformat()}; {read}; {unread(then).sentence or complete_if(crawl)}"


def _dot(party: Party, column: int) -> Dot:
    name, note = party_name(party)
    is_account = party.id.isdigit()
    kind = "account" if is_account else party.group.value
    if party.group is Group.HOME and not is_account:
        kind = "unit"
    account = note if is_account else ""
    return Dot(party.id, name, kind, account, name if is_account else "", column)


def _link(bundle: Bundle) -> Link:
    doubts = "blocked" if bundle.is_blocked else ""
    counts = sorted({**bundle.blocked, **bundle.held}.items())
    told = ", ".join(f"{verdict} {count}" for verdict, count in counts)
    if bundle.changes:
        told = f"{told} ({signs(bundle.changes)})"
    return Link(
        bundle.source.id, bundle.target, bundle.verdict, told, doubts, 0, bundle.count
    )
