"""One verb per file: it does it, or refuses with a sentence."""

from __future__ import annotations
