"""RQ doors of facts: an id in, a few lines, done."""

from __future__ import annotations

from accessmap.crawl import finish, run, start
from accessmap.crawl import sweep as sweeper
from accessmap.ledger import anchors


def run_scopes(scope_id: int) -> None:
    """Read what waits in the account of a scope."""
    run.run_scopes(scope_id)


def finish_crawl(crawl_id: int) -> None:
    """End a crawl that has nothing left to do."""
    finish.finish_crawl(crawl_id)


def start_scheduled_crawl() -> None:
    """Begin the crawl that the schedule asks for, or go on with the running one."""
    start.start_crawl(trigger="schedule")


def sign_ledger() -> None:
    """Sign the ledger, and carry the checkpoint out of the operator's reach."""
    anchors.sign_and_anchor()


def sweep() -> None:
    """Find work that died with its worker, and ring for it again."""
    sweeper.sweep()
