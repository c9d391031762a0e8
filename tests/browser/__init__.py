"""The whole way, as a person goes it."""

from __future__ import annotations
