"""Judgments say the same words about a grant as the map does."""

from __future__ import annotations

import pytest

from accessmap.policy import explain
from accessmap.spoken import names_now, spoken
from tests.rows import make_counterparty, make_grant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_row_is_said_with_the_names_we_know(language: str) -> None:
    make_counterparty()
    found = spoken(make_grant(), names_now(), language)
    assert "Tanuki Observability" in explain.plain(found.sentence)
    assert found.headline
    assert found.consequence
