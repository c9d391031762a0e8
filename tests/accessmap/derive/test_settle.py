from __future__ import annotations

import json

import pytest

from accessmap.derive.grants import derive_account
from accessmap.derive.settle import settle
from accessmap.models import Account, Grant
from accessmap.policy.kinds import PolicyKind
from tests import rows
from tests.cast import ORGANIZATION, PAYMENTS, SHOP

pytestmark = pytest.mark.django_db


def test_who_left_is_outside_also_where_nothing_could_be_read() -> None:
    rows.make_account(PAYMENTS)
    rows.make_account(SHOP)
    rows.make_snapshot(content=rows.trust({"AWS": f"arn:aws:iam::{SHOP}:root"}))
    derive_account(rows.first_crawl(), PAYMENTS)
    later = rows.make_crawl()
    Account.objects.filter(account_id=SHOP).update(left_at=later.started_at)
    assert settle(later).began == 1
    assert Grant.objects.current().get().verdict == "external"
    assert settle(later).began == 0


def test_an_id_that_was_read_last_is_known_in_the_end() -> None:
    grants = {
        "Owner": {"ID": "ours"},
        "Grants": [
            {
                "Grantee": {"Type": "CanonicalUser", "ID": "theirs"},
                "Permission": "READ",
            }
        ],
    }
    rows.make_snapshot(rows.make_bucket(), grants, kind=PolicyKind.ACL)
    derive_account(rows.first_crawl(), PAYMENTS)
    assert Grant.objects.current().get(principal="theirs").verdict == "external"
    shop = rows.make_bucket(rows.make_account(SHOP))
    rows.make_snapshot(shop, {"Owner": {"ID": "theirs"}}, kind=PolicyKind.ACL)
    settle(rows.make_crawl())
    assert Grant.objects.current().get(principal="theirs").verdict == "in-org"


def test_an_rcp_of_ours_closes_nothing_in_an_account_that_left() -> None:
    only_us = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "*",
        "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": ORGANIZATION}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [only_us]})
    rows.make_account(PAYMENTS, rcps={"only-our-org": policy})
    rows.make_snapshot()
    derive_account(rows.first_crawl(), PAYMENTS)
    assert Grant.objects.current().get().is_blocked
    later = rows.make_crawl()
    Account.objects.update(left_at=later.started_at)
    settle(later)
    assert not Grant.objects.current().get().is_blocked
    assert settle(later).began == 0
