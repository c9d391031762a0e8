"""Plan scopes, run one, store what was seen and what was not."""

from __future__ import annotations
