from __future__ import annotations

import pytest

from accessmap.charts.chart import Figures, all_charts, bars, register

FIGURES = Figures("Account", ("Public",), ("public",), (("payments-prod", (3,)),))


def test_every_file_of_the_package_is_a_chart() -> None:
    assert set(all_charts()) == {
        "account-matrix",
        "coverage",
        "flags-by-severity",
        "grants-by-account",
        "grants-over-time",
        "review-progress",  # brought by reviews
        "third-parties",
        "unused",
    }


def test_two_charts_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="Two charts are called grants-over-time"):
        register(all_charts()["grants-over-time"])


@pytest.mark.parametrize(("is_upright", "counts"), [(True, "y"), (False, "x")])
def test_bars_stand_or_lie(is_upright: bool, counts: str) -> None:
    (bar,) = bars(FIGURES, is_upright=is_upright)
    assert list(bar[counts]) == [3]
    assert bar["meta"] == "public"
