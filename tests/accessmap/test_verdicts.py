from __future__ import annotations

from pathlib import Path

import pytest

from accessmap.policy.kinds import Verdict
from accessmap.verdicts import LOOKS, RANK, look

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_look_a_hue_and_its_signs(verdict: Verdict) -> None:
    sprite = (ROOT / "static/icons.svg").read_text("utf-8")
    tokens = (ROOT / "static/css/tokens.css").read_text("utf-8")
    assert verdict in LOOKS
    assert f'id="{look(verdict).icon}"' in sprite
    assert f'id="{look(verdict).line}"' in sprite
    assert tokens.count(f"--{verdict}:") == 2


def test_public_is_the_worst_and_unknown_is_not_harmless() -> None:
    assert min(RANK, key=RANK.__getitem__) == Verdict.PUBLIC
    assert RANK[Verdict.UNKNOWN] < RANK[Verdict.FEDERATED]


def test_the_browser_ranks_verdicts_as_we_do() -> None:
    script = (ROOT / "static/js/map/filters.js").read_text("utf-8")
    places = [script.index(f'"{verdict}"') for verdict in LOOKS]
    assert places == sorted(places)
