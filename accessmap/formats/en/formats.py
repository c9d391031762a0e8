"""23 November 2026, 06:10: no order of numbers to be taken for another."""

from __future__ import annotations

DATE_FORMAT = SHORT_DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j F Y, H:i"
