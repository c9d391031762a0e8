"""One file, one rule."""

from __future__ import annotations
