"""How carefully it was decided, as far as rows tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reviews.evidence.tables import Row


def quality_json(decisions: Iterable[Row]) -> Row:
    """Return rates over the decisions that count."""
    made = [each for each in decisions if each["is_effective"]]
    followed = Counter(str(each["followed_suggestion"]) for each in made)
    days = Counter(str(each["decided_at"])[:10] for each in made)
    return {
        "effective": len(made),
        "by_verdict": dict(Counter(str(each["verdict"]) for each in made)),
        "with_reason": sum(bool(each["reason"]) for each in made),
        "by_origin": dict(Counter(str(each["origin"]) for each in made)),
        "largest_batch": max([0, *(int(str(each["batch_size"])) for each in made)]),
        "suggestion_followed": followed.get("True", 0),
        "suggestion_not_followed": followed.get("False", 0),
        "without_suggestion": followed.get("None", 0),
        "by_day": dict(days),
    }
