"""What templates may call."""

from __future__ import annotations
