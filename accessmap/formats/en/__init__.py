"""English."""

from __future__ import annotations
