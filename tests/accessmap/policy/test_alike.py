"""Actions that answer patterns alike."""

from __future__ import annotations

from accessmap.policy.action import matches
from accessmap.policy.alike import all_like, one_like

TEXTS = ("s3:Get*", "s3:*Object", "s3:GetObject")


def test_a_cell_is_told_by_an_action_of_its_own() -> None:
    found = one_like("s3:get", TEXTS)
    assert found.startswith("s3:Get")
    assert not matches("s3:*Object", found)


def test_a_cell_of_no_pattern_is_told_by_another_action_of_the_service() -> None:
    assert one_like("s3:x", TEXTS).startswith("s3:")


def test_a_cell_may_hold_nothing_that_aws_knows() -> None:
    assert one_like("s3:x", ("s3:x*",)) == ""


def test_what_several_cells_hold_is_all_of_it() -> None:
    cells = ("s3:object", "s3:getobject")
    found = all_like(cells, TEXTS, ["s3:*"])
    assert {"s3:PutObject", "s3:GetObject"} <= set(found)
    assert all(matches("s3:*Object", each) for each in found)
    assert "s3:GetBucketAcl" not in found
