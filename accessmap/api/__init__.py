"""One file per resource, as JSON."""

from __future__ import annotations
