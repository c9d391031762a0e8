"""What people are told, and by which way."""

from __future__ import annotations
