"""RQ doors of facts: an id in, a few lines, done."""

from __future__ import annotations
