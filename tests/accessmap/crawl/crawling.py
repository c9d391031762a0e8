"""Crawl as a test needs it: in one thread, with the row read again."""

from __future__ import annotations

from accessmap.crawl.inline import crawl_inline
from accessmap.crawl.start import start_crawl
from accessmap.models import Crawl


def crawl(selection: dict[str, list[str]] | None = None) -> Crawl:
    return crawl_inline(start_crawl(trigger="command", selection=selection), threads=2)
