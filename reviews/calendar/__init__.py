"""Days and dates: which ones count, and when a review comes round. Pure."""

from __future__ import annotations
