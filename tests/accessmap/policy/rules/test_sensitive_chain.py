from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.policy.explain.grants import GRANTS, IN_ORG, account, trust
from tests.accessmap.policy.rules.scene import allowing, said

SENSITIVE = frozenset({cast.MANAGEMENT, cast.SECURITY})
VENDOR = GRANTS["role: vendor"]
INTO = f"arn:aws:iam::{cast.SECURITY}:role/audit"


def chain(grant, *documents):
    return said(
        "sensitive-chain",
        grant,
        sensitive_accounts=SENSITIVE,
        identity_documents=documents,
    )


def test_it_flags_the_first_step_into_a_sensitive_account():
    grant = VENDOR._replace(resource_account=cast.MANAGEMENT)
    assert chain(grant) == {"account": cast.MANAGEMENT}


@pytest.mark.parametrize(
    "on",
    [
        INTO,
        f"arn:aws:iam::{cast.SECURITY}:role/*",
        f"arn:aws:iam::{cast.SECURITY[:6]}*:role/deploy-?",
        f"arn:*:{cast.SECURITY[:4]}????????:role/audit",
    ],
)
def test_it_flags_the_second_step(on):
    document = allowing("sts:AssumeRole", on=on)
    assert chain(VENDOR, document) == {"account": cast.SECURITY}


@pytest.mark.parametrize(
    "on",
    [
        "arn:aws:iam::*:role/deploy-*",
        "arn:aws:iam::${aws:ResourceAccount}:role/deploy",
    ],
)
def test_a_role_s_name_in_any_account_leads_into_the_sensitive_ones(on):
    document = allowing("sts:AssumeRole", on=on)
    assert chain(VENDOR, document) == {"account": cast.MANAGEMENT}


def test_each_partition_has_its_own_roles():
    role = VENDOR.resource.replace("arn:aws:", "arn:aws-us-gov:")
    document = allowing("sts:AssumeRole", on="arn:aws-us-gov:iam::*:role/*")
    assert chain(VENDOR._replace(resource=role), document)


def test_a_star_leads_into_every_account():
    assert chain(VENDOR, allowing("*")) == {"account": cast.MANAGEMENT}


@pytest.mark.parametrize(
    "document",
    [
        allowing("s3:GetObject"),
        allowing("sts:AssumeRole", on=f"arn:aws:iam::{cast.SHOP}:role/*"),
        allowing("sts:AssumeRole", on=f"arn:aws:iam::{cast.SECURITY}:user/*"),
        allowing("*", on="arn:aws:iam::*:user/*"),
        allowing("sts:AssumeRole", on="arn:aws-us-gov:iam::*:role/*"),
        allowing("sts:AssumeRole", on=f"arn:aws:iam::{cast.SECURITY}:role/"),
        allowing("sts:AssumeRole", on="arn:aws:iam::${aws:principalaccount}:role/*"),
        allowing("sts:*", but=("sts:AssumeRole",)),
        "no policy",
    ],
)
def test_it_is_silent_where_the_way_ends(document):
    assert chain(VENDOR, document) is None


def test_the_sensitive_accounts_may_come():
    assert chain(trust(account(cast.SECURITY), *IN_ORG), allowing("*")) is None


def test_a_resource_is_no_step():
    assert chain(GRANTS["bucket: public read"], allowing("*")) is None
