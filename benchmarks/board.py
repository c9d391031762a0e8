"""Marks answers: right, missed, false alarm or crash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Case = Mapping[str, Any]
# What decides about these lies outside of the policy, and no peer reads it.
OUTSIDE = ("acl", "settings", "rcps", "scps")


def is_in_the_policy(case: Case) -> bool:
    """Say whether the policy alone decides, so that every tool can be asked."""
    return case["policy"] is not None and not any(case.get(name) for name in OUTSIDE)


@dataclass
class Marks:
    """What one tool got on one question; ``missed`` said closed where it is open."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """Return how many cases were asked."""
        wrong = len(self.missed) + len(self.false_alarms) + len(self.crashes)
        return self.right + wrong

    @property
    def is_spotless(self) -> bool:
        """Say whether everything was right."""
        return self.right == self.asked


def mark(cases: Iterable[Case], answers: Iterable[Case], question: str) -> Marks:
    """Return the marks of ``answers`` to ``question``: public or external."""
    marks = Marks()
    by_id = {answer["id"]: answer for answer in answers}
    for case in cases:
        answer = by_id.get(case["id"], {})
        said, expected = answer.get(question), case[f"expected_{question}"]
        if answer.get("crash") or said is None:
            marks.crashes.append(case["id"])
        elif said == expected:
            marks.right += 1
        elif expected:
            marks.missed.append(case["id"])
        else:
            marks.false_alarms.append(case["id"])
    return marks
