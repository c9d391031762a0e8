from __future__ import annotations

import pytest

from accessmap.derive.rows import renew_levels, to_row
from accessmap.models import Grant
from accessmap.policy.kinds import AccessLevel, Zone
from tests import rows

pytestmark = pytest.mark.django_db


def test_a_row_says_what_the_engine_said() -> None:
    role = rows.make_resource()
    row = rows.make_grant(role)
    assert Grant.objects.get(pk=row.pk).value == rows.grant_value(role)


def test_a_row_carries_the_strongest_access_level() -> None:
    levels = (AccessLevel.PERMISSIONS, AccessLevel.LIST, AccessLevel.READ)
    assert rows.make_grant(access_levels=levels).access_level == "permissions"


def test_an_engine_that_learnt_judges_what_stays_anew() -> None:
    row = rows.make_grant(access_levels=(AccessLevel.WRITE,))
    grant = row.value._replace(access_levels=(AccessLevel.READ,))
    assert grant.fingerprint == row.fingerprint
    renew_levels({row.fingerprint: row}, {grant.fingerprint: (grant, row.snapshot)})
    kept = Grant.objects.get()
    assert (kept.pk, kept.access_level) == (row.pk, "read")
    assert kept.value == grant


def test_only_the_own_account_is_not_across_accounts() -> None:
    snapshot = rows.make_snapshot()
    for zone in Zone:
        grant = rows.grant_value(snapshot.resource, zone=zone)
        row = to_row(grant, snapshot=snapshot, crawl=snapshot.began_crawl)
        assert row.is_cross_account is (zone is not Zone.SAME_ACCOUNT)
