from __future__ import annotations

from accessmap.graph.owners import owner_tag
from tests.cast import RIN


def test_the_owner_tag_is_found_in_any_case() -> None:
    assert owner_tag({"OWNER": RIN}) == owner_tag({"owner": RIN}) == RIN


def test_without_the_tag_nobody_is_named() -> None:
    assert owner_tag({"Team": "payments"}) == ""
