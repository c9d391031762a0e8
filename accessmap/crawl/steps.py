"""The steps of the work, told at DEBUG: how far had a worker come that died?

Whatever a step is followed by, kill -9 included, the crawl must bear; the tests kill at
every one of them.
"""

from __future__ import annotations

import logging

logger = logging.getLogger(__name__)


def mark(step: str, what: object) -> None:
    """Tell that one step is done."""
    logger.debug("%s: %s", step, what)
