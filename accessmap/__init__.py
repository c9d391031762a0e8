"""AccessMap: facts about who trusts whom across an AWS organization."""

from __future__ import annotations

__version__ = "0.1.0"
