"""How dates and times are written, by language; see FORMAT_MODULE_PATH."""

from __future__ import annotations
