"""Reach: who can get to what, and how; asked of files that are made after a crawl."""

from __future__ import annotations
