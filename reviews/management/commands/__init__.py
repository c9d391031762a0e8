"""One command a file: parse, call, print."""

from __future__ import annotations
