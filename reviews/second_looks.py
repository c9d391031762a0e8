"""Which items are looked at twice, and where the two people do not agree."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch

from reviews.lifecycle import DECIDED, PROMISED, Origin, Verdict
from reviews.models import Campaign, Decision, ReviewItem, SecondAnswer, SecondLook

WHOLE = 2**64


def is_drawn(seed: str, number: int, percent: int) -> bool:
    """Say whether the item of that number is looked at twice.

    The seed is made when the campaign opens and known to nobody until it closes, while
    its hash stands in the ledger from the beginning: nobody can steer what is drawn,
    and anybody can draw it again.
    """
    drawn = hmac.digest(seed.encode(), str(number).encode(), hashlib.sha256)
    return int.from_bytes(drawn[:8], "big") * 100 < percent * WHOLE


def drawn_numbers(campaign: Campaign) -> list[int]:
    """Return the numbers of the items that are looked at twice once decided."""
    percent, seed = campaign.second_look_percent, campaign.second_look_seed
    numbers = range(1, campaign.population_count + 1) if percent else ()
    return [each for each in numbers if is_drawn(seed, each, percent)]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An item that the second person would have decided otherwise."""

    item: ReviewItem
    answer: SecondAnswer


def disagreements(*campaigns: Campaign) -> Iterator[Disagreement]:
    """Yield those that security has not settled, of all ``campaigns`` at once."""
    drawing = [each for each in campaigns if each.second_look_percent]
    if not drawing:
        return
    looks = SecondLook.objects.filter(item__campaign__in=drawing, answer__isnull=False)
    related = ("item__campaign", "item__reviewer", "answer__answered_by", "asked")
    said = Prefetch("item__decisions", Decision.objects.defer("shown"))
    for look in looks.select_related(*related).prefetch_related(said):
        if not is_agreed(look.item, look.answer):
            yield Disagreement(look.item, look.answer)


def disagreement_of(item: ReviewItem) -> Disagreement | None:
    """Return what is to be settled about ``item``, or None."""
    answers = SecondAnswer.objects.filter(look__item=item)
    answer = answers.select_related("answered_by").first()
    if answer is None or is_agreed(item, answer):
        return None
    return Disagreement(item, answer)


def is_agreed(item: ReviewItem, answer: SecondAnswer) -> bool:
    """Say whether both keep it, or both do not; what security settled is settled."""
    newest = item.effective
    if item.state not in DECIDED or newest is None or newest.origin == Origin.RULING:
        return True
    return (item.state in PROMISED) == (answer.verdict == Verdict.REVOKE)
