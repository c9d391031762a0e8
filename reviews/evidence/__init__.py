"""What an auditor takes away."""

from __future__ import annotations
