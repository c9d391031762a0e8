"""The whole way, without a browser."""

from __future__ import annotations
