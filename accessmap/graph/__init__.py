"""Rows to places and lines: layout, elements, paths."""

from __future__ import annotations
