"""Crawl as a test needs it: in one thread, with the row read again."""

from __future__ import annotations

from accessmap.crawl import lease
from accessmap.crawl.inline import crawl_inline
from accessmap.crawl.run import run_scope
from accessmap.crawl.start import start_crawl
from accessmap.models import Account, Coverage, Crawl, Grant, Resource, Snapshot


def crawl(selection: dict[str, list[str]] | None = None) -> Crawl:
    return crawl_inline(start_crawl(trigger="command", selection=selection), threads=2)


def do(scope_id: int) -> None:
    """Do one scope, unless another has it or it is done."""
    if work := lease.claim(scope_id):
        run_scope(work)


def nothing_ended() -> bool:
    """Say whether every row that stood before still stands."""
    gone = [
        model.objects.exclude(ended_at=None).exists()
        for model in (Resource, Snapshot, Grant)
    ]
    return not any(gone) and not Account.objects.former().exists()


def coverage(done: Crawl, account_id: str, collector: str) -> Coverage:
    """Return the first row of a scope: the one of the collector's own type."""
    rows = Coverage.objects.filter(
        crawl=done, account_id=account_id, collector=collector
    )
    return rows.earliest("pk")
