"""Charts: one file is one Plotly figure, and nothing else to edit."""

from __future__ import annotations
