"""Eight rules over five years, day by day: ``python -m tests.reviews.calendar.golden``.

The dates come from asking each day a plain question, not from a rule, and were read
through once by eye. Whoever changes them says why.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

START, END = date(2024, 1, 1), date(2028, 12, 31)
FILE = Path(__file__).with_name("golden.json")
DAYS = [START + timedelta(days=n) for n in range((END - START).days + 1)]


def last_of_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


QUESTIONS: dict[str, Callable[[date], bool]] = {
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1": lambda day: (
        day.day == 1 and day.month in {1, 4, 7, 10}
    ),
    "FREQ=MONTHLY;BYMONTHDAY=-1": lambda day: day.day == last_of_month(day),
    "FREQ=MONTHLY;BYMONTHDAY=31": lambda day: day.day == 31,
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29": lambda day: (day.month, day.day) == (2, 29),
    "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1": lambda day: (day.month, day.day) == (4, 1),
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE": lambda day: (
        (day - date(2024, 1, 3)).days % 14 == 0
    ),
    "FREQ=MONTHLY;BYDAY=1MO": lambda day: day.weekday() == 0 and day.day <= 7,
    "FREQ=MONTHLY;INTERVAL=6;BYDAY=-1FR": lambda day: (
        day.weekday() == 4 and day.month in {1, 7} and day.day > last_of_month(day) - 7
    ),
}


def dates() -> dict[str, list[str]]:
    return {
        rule: [day.isoformat() for day in DAYS if is_meant(day)]
        for rule, is_meant in QUESTIONS.items()
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(dates(), indent=1) + "\n", "utf-8")
