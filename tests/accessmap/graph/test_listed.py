from __future__ import annotations

import pytest

from accessmap.graph.listed import listed_collectors, listed_rows, there
from tests import rows
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db


def test_what_stands_where_it_was_read_can_be_listed() -> None:
    rows.make_resource()
    read = rows.make_coverage()
    assert listed_collectors([read], there(PAYMENTS)) == {"iam"}
    assert listed_rows([read], there(PAYMENTS)) == {read.pk}


def test_findings_and_what_stands_elsewhere_cannot() -> None:
    rows.make_resource()
    read = rows.make_coverage(item_count=29)
    assert not listed_collectors([read], there(PAYMENTS))
    assert not listed_rows([read], there(PAYMENTS))


def test_a_row_about_one_type_is_compared_with_that_type() -> None:
    rows.make_resource()
    kind = "AWS::IAM::Role"
    read = rows.make_coverage(resource_type=kind)
    other = rows.make_coverage(resource_type="AWS::IAM::User")
    assert listed_rows([read, other], there(PAYMENTS)) == {read.pk}
