"""From snapshots to grants and flags; can be done again at any time."""

from __future__ import annotations
