"""The edges of the map as a filter leaves them, as what is taken away."""

from __future__ import annotations

from accessmap.graph.answer import unread
from accessmap.graph.bundles import Bundle, bundles
from accessmap.graph.export.extract import Dot, Extract, Link
from accessmap.graph.export.of_answer import stamped
from accessmap.graph.filters import GrantFilter
from accessmap.graph.knowledge import newest_crawl
from accessmap.graph.narrow import matching
from accessmap.graph.parties import Group, Parties, Party
from accessmap.graph.picture import party_name


def extract(wanted: GrantFilter, title: str) -> Extract:
    """Return every edge that the filter leaves, one for each pair, worst first."""
    parties = Parties()
    dots: dict[str, Dot] = {}
    links: list[Link] = []
    for bundle in bundles(matching(wanted), parties):
        target = parties.account(bundle.target)
        for party, column in ((bundle.source, 0), (target, 1)):
            dots.setdefault(party.id, _dot(party, column))
        links.append(_link(bundle))
    crawl = newest_crawl()
    stamp = stamped(title, wanted.query(), crawl.pk if crawl else 0, unread().sentence)
    return Extract(stamp, list(dots.values()), links)


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
    return Link(
        bundle.source.id, bundle.target, bundle.verdict, told, doubts, 0, bundle.count
    )
