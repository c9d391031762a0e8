from __future__ import annotations

import pytest

from accessmap.derive.endings import Completeness
from accessmap.models import Outcome
from tests import rows
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db


def test_a_regional_scope_speaks_for_its_own_region_only() -> None:
    crawl = rows.make_crawl()
    rows.make_coverage(crawl, collector="kms", region="eu-west-1")
    rows.make_coverage(
        crawl, collector="kms", region="us-east-1", outcome=Outcome.DENIED
    )
    read = rows.make_resource(collector="kms", region="eu-west-1")
    unread = rows.make_resource(collector="kms", region="us-east-1")
    elsewhere = rows.make_resource(collector="kms", region="ap-east-1")
    completeness = Completeness(crawl, PAYMENTS)
    assert completeness.believes_absence_of(read)
    assert not completeness.believes_absence_of(unread)
    assert not completeness.believes_absence_of(elsewhere)
