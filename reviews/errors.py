"""Every reason to refuse, as a sentence."""

from __future__ import annotations
