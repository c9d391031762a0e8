"""The house tests itself."""

from __future__ import annotations
