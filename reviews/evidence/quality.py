"""How carefully it was decided, as far as rows tell: of the campaign, of no person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from reviews.evidence.tables import Row
from reviews.lifecycle import Origin, Verdict
from reviews.models import Campaign, Planted, PlantedAnswer, SecondLook
from reviews.second_looks import drawn_numbers, is_agreed

# Up to so many seconds after the same person's answer before.
PACES = ((10, "within 10 seconds"), (60, "within a minute"), (300, "within 5 minutes"))
LONGER = "longer, or the first"
# Up to so many identical grants in one answer.
SIZES = ((1, "one"), (10, "2 to 10"), (100, "11 to 100"))
MORE = "more than 100"


def quality_json(decisions: Iterable[Row]) -> Row:
    """Return rates over the decisions that count."""
    made = [each for each in decisions if each["is_effective"]]
    followed = Counter(str(each["followed_suggestion"]) for each in made)
    days = Counter(str(each["decided_at"])[:10] for each in made)
    sizes = [int(str(each["batch_size"])) for each in made]
    confirmed = sum(each["verdict"] == "confirm" for each in made)
    return {
        "effective": len(made),
        "by_verdict": dict(Counter(str(each["verdict"]) for each in made)),
        "confirmed_percent": round(100 * confirmed / len(made)) if made else 0,
        "with_reason": sum(bool(each["reason"]) for each in made),
        "by_origin": dict(Counter(str(each["origin"]) for each in made)),
        "largest_batch": max([0, *sizes]),
        "by_batch": dict(Counter(classed(each, SIZES, MORE) for each in sizes)),
        "by_pace": dict(Counter(_paces(made))),
        "suggestion_followed": followed.get("True", 0),
        "suggestion_not_followed": followed.get("False", 0),
        "without_suggestion": followed.get("None", 0),
        "by_day": dict(days),
    }


def second_looks_json(campaign: Campaign) -> Row:
    """Return what was drawn, by which seed, and where the two people differ.

    The seed is told once the campaign has closed; ``campaign-opened`` holds its hash.
    """
    looks = SecondLook.objects.filter(item__campaign=campaign)
    answered = looks.exclude(answer=None).select_related("item", "answer")
    told = [(each.item, each.answer) for each in answered]
    return {
        "percent": campaign.second_look_percent,
        "drawn": [] if campaign.is_open else drawn_numbers(campaign),
        "seed": None if campaign.is_open else campaign.second_look_seed,
        "asked": looks.count(),
        "answered": len(told),
        "by_verdict": dict(Counter(answer.verdict for _item, answer in told)),
        "settled_by_security": sum(
            item.effective.origin == Origin.RULING for item, _answer in told
        ),
        "unsettled": sum(not is_agreed(item, answer) for item, answer in told),
    }


def planted_json(campaign: Campaign) -> Row:
    """Return what became of a planted question; it is in none of the other figures.

    It is told of nobody: whom it was asked stands nowhere in the bundle.
    """
    found = Planted.objects.filter(campaign=campaign)
    answers = PlantedAnswer.objects.filter(planted__campaign=campaign)
    said = Counter(answers.values_list("verdict", flat=True))
    return {
        "is_counted_apart": True,
        "planted": found.count(),
        "revoked": said[Verdict.REVOKE],
        "confirmed": said[Verdict.CONFIRM],
        "otherwise": said.total() - said[Verdict.REVOKE] - said[Verdict.CONFIRM],
        "unanswered": found.count() - said.total(),
    }


def classed(value: float, classes: Iterable[tuple[int, str]], rest: str) -> str:
    """Return the first class that holds ``value``."""
    return next((name for most, name in classes if value <= most), rest)


def _paces(made: Iterable[Row]) -> Iterator[str]:
    """Yield for each answer of a person how soon after their last one it came.

    Identical grants that were answered as one are one answer; who it was is not kept.
    """
    before: dict[object, datetime] = {}
    for each in made:
        if each["origin"] not in {"answer", "bulk"}:
            continue
        at = datetime.fromisoformat(str(each["decided_at"]))
        last = before.get(each["reviewer"])
        before[each["reviewer"]] = at
        if last is None:
            yield LONGER
        elif at != last:
            yield classed((at - last).total_seconds(), PACES, LONGER)
