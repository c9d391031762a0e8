"""How long evidence is kept follows from the controls, and from the operator's word."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from reviews.errors import ControlUnknown
from reviews.evidence.controls import FRAMEWORK_OF
from reviews.evidence.retention import USUAL, controls_json, kept, served

DOCS = Path(__file__).resolve().parents[3] / "docs" / "evidence.md"


def test_the_longest_of_its_controls_counts() -> None:
    assert (kept("").years, kept("").controls) == (7, ["IPE", "access authority"])
    assert kept("7.2.4, A.5.18").years == 3
    assert kept("7.2.4").until(date(2026, 1, 1)) == date(2027, 12, 31)


def test_the_operator_sets_another_period(settings: Settings) -> None:
    settings.KEEP_YEARS = {"7.2.4": 10}
    assert kept("").years == 10
    assert kept("IPE").years == 7
    [told] = controls_json("7.2.4")
    assert told["keep_because"] == "as ACCESSMAP_KEEP_YEARS says"


def test_a_control_that_there_is_none_of_is_refused_with_the_nearest() -> None:
    with pytest.raises(ControlUnknown, match=r"Did you mean CC6\.3"):
        served("CC6.1, CC63")


def test_the_program_does_not_start_over_a_period_for_no_control(
    settings: Settings,
) -> None:
    settings.KEEP_YEARS = {"7.2.44": 10}
    with pytest.raises(ImproperlyConfigured, match=r"Did you mean 7\.2\.4"):
        apps.get_app_config("reviews").ready()


def test_every_framework_has_its_years_and_its_line_in_the_docs() -> None:
    assert set(USUAL) == set(FRAMEWORK_OF.values())
    lines = re.findall(
        r"^\| ([^|]+) \| (\d+) \|", DOCS.read_text("utf-8"), re.MULTILINE
    )
    assert dict(lines) == {name: str(years) for name, (years, _why) in USUAL.items()}
