"""One Plotly figure per file."""

from __future__ import annotations
