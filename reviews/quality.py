"""How carefully a campaign is decided: of the campaign, and of no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from reviews.evidence.contents import names
from reviews.evidence.quality import (
    LONGER,
    MORE,
    PACES,
    SIZES,
    planted_json,
    quality_json,
)
from reviews.evidence.rows import decision_rows
from reviews.labels import Words
from reviews.models import Campaign, SecondLook
from reviews.models.second_look import SecondLookQuerySet
from reviews.second_looks import disagreements, drawn_numbers

PACE_WORDS: Words = {
    "within 10 seconds": _("within 10 seconds of the answer before"),
    "within a minute": _("within a minute"),
    "within 5 minutes": _("within 5 minutes"),
    "longer, or the first": _("longer, or the first"),
}
SIZE_WORDS: Words = {
    "one": _("one at a time"),
    "2 to 10": _("2 to 10 identical at once"),
    "11 to 100": _("11 to 100 at once"),
    "more than 100": _("more than 100 at once"),
}
FEW = 5  # answers; of fewer, one could guess whose they are


@dataclass(frozen=True, slots=True)
class Share:
    """One class, how many, and in per cent."""

    name: object
    count: int
    percent: int


@dataclass
class Quality:
    """What the evidence keeps of it, as a page shows it."""

    campaign: Campaign

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """Return what the bundle's ``quality.json`` says."""
        return quality_json(decision_rows(self.campaign, names(self.campaign)))

    @property
    def is_enough(self) -> bool:
        """Say whether so much was answered that a rate says nothing of one person."""
        return int(self.told["effective"]) >= FEW

    @property
    def paces(self) -> list[Share]:
        """How soon after the same person's answer before."""
        order = [*(name for _most, name in PACES), LONGER]
        return shares(self.told["by_pace"], order, PACE_WORDS)

    @property
    def sizes(self) -> list[Share]:
        """How many were answered at once."""
        order = [*(name for _most, name in SIZES), MORE]
        return shares(self.told["by_batch"], order, SIZE_WORDS)

    @cached_property
    def drawn_count(self) -> int:
        """How many items were drawn at opening, decided or not."""
        return len(drawn_numbers(self.campaign))

    @cached_property
    def looked_count(self) -> int:
        """How many of them were looked at twice."""
        return self._looks.exclude(answer=None).count()

    @cached_property
    def waiting_count(self) -> int:
        """How many of them somebody is asked about."""
        return self._looks.filter(answer=None).count()

    @cached_property
    def disagreed_count(self) -> int:
        """How many of them security has to settle."""
        return sum(1 for _each in disagreements(self.campaign))

    @cached_property
    def planted(self) -> Mapping[str, Any]:
        """What the bundle says of the planted question."""
        return planted_json(self.campaign)

    @property
    def _looks(self) -> SecondLookQuerySet:
        return SecondLook.objects.filter(item__campaign=self.campaign)


def shares(counts: Mapping[str, int], order: list[str], words: Words) -> list[Share]:
    """Return the classes in their order, each with its share of all."""
    total = sum(counts.values()) or 1
    figures = [(each, counts.get(each, 0)) for each in order]
    return [Share(words[name], n, round(100 * n / total)) for name, n in figures]
