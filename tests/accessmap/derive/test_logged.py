from __future__ import annotations

from typing import Any

import pytest

from accessmap.derive.logged import logged
from accessmap.models import Outcome
from accessmap.models.newest import Newest
from tests import rows
from tests.cast import PAYMENTS, SHOP

pytestmark = pytest.mark.django_db


def trail(**facts: Any) -> None:
    on = {
        "is_logging": True,
        "writes_management_events": True,
        "is_multi_region": True,
    }
    rows.make_resource(
        resource_type="AWS::CloudTrail::Trail",
        collector="trails",
        facts={**on, **facts},
    )


def looked(outcome: str = Outcome.COMPLETE, region: str = "eu-west-1") -> None:
    rows.make_coverage(collector="trails", region=region, outcome=outcome)


def said() -> bool | None:
    return logged(Newest(), SHOP, PAYMENTS)[PAYMENTS]


def test_a_trail_of_all_regions_logs() -> None:
    trail()
    looked()
    assert said() is True


@pytest.mark.parametrize("switch", ["is_logging", "writes_management_events"])
def test_one_that_is_off_or_keeps_data_alone_does_not(switch: str) -> None:
    trail(**{switch: False})
    looked()
    assert said() is False


def test_no_trail_is_known_only_where_all_was_read() -> None:
    assert said() is None
    looked()
    assert said() is False
    looked(Outcome.REGION_OFF, "ap-east-1")
    assert said() is False
    looked(Outcome.DENIED, "us-east-1")
    assert said() is None


def test_a_trail_of_one_region_decides_nothing() -> None:
    trail(is_multi_region=False)
    looked()
    assert said() is None


def test_the_last_crawl_that_looked_counts() -> None:
    looked()
    later = rows.make_crawl(selection={"services": ["iam"]})
    rows.make_coverage(later, collector="iam")
    assert said() is False


def test_one_region_that_was_read_since_does_not_speak_for_the_others() -> None:
    looked(Outcome.DENIED)
    looked(region="ap-northeast-1")
    part = rows.make_crawl(selection={"regions": ["ap-northeast-1"]})
    rows.make_coverage(part, collector="trails", region="ap-northeast-1")
    assert said() is None
