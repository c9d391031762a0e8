from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from accessmap.policy.derive import derive
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PrincipalKind
from accessmap.policy.narrow import EXTERNAL_ID, Narrowing, narrow
from accessmap.policy.overlap import is_within
from accessmap.policy.remove import CannotRemove, Change
from accessmap.policy.subject import Subject
from tests.accessmap.policy.test_remove import (
    BUCKET,
    ZONE,
    assume,
    bucket,
    read,
    to,
    trust,
)
from tests.cast import KUMO, PAYMENTS, TANUKI

WITH_MFA = {"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}


def narrowed(subject: Subject, how: Narrowing, grant: Grant | None = None) -> Change:
    return narrow(subject, ZONE, grant or to(subject, TANUKI), how)


def after(change: Change) -> list[dict[str, Any]]:
    assert change.after is not None
    found = json.loads(change.after)["Statement"]
    assert isinstance(found, list)
    return found


def test_a_vendor_alone_is_asked_for_an_external_id_in_its_own_statement() -> None:
    subject = trust(assume(TANUKI))
    change = narrowed(subject, Narrowing.EXTERNAL_ID)
    asked = {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}
    assert after(change) == [assume(TANUKI, Condition=asked)]
    (begun,) = change.begins
    assert is_within(begun, to(subject, TANUKI))
    assert not is_within(to(subject, TANUKI), begun)


def test_what_it_is_asked_for_already_stays_asked() -> None:
    over_tls = {"Bool": {"aws:SecureTransport": "true"}}
    change = narrowed(trust(assume(TANUKI, Condition=over_tls)), Narrowing.MFA)
    (statement,) = after(change)
    assert statement["Condition"] == {
        "Bool": {"aws:SecureTransport": "true", "aws:MultiFactorAuthPresent": "true"}
    }


def test_another_vendor_of_the_same_statement_is_asked_for_nothing() -> None:
    subject = trust(assume(TANUKI, KUMO, Sid="Vendors"))
    change = narrowed(subject, Narrowing.MFA)
    others, mine = after(change)
    assert others["Principal"] == {"AWS": [f"arn:aws:iam::{KUMO}:root"]}
    assert "Condition" not in others
    assert mine["Principal"] == {"AWS": [f"arn:aws:iam::{TANUKI}:root"]}
    assert mine["Condition"] == WITH_MFA["Condition"]
    assert "Sid" not in mine
    changed = derive(replace(subject, document=change.after), ZONE).grants
    assert to(subject, KUMO) in [
        each._replace(statements=to(subject, KUMO).statements) for each in changed
    ]


def test_everyone_becomes_the_organization() -> None:
    subject = bucket(read("*"))
    (public,) = derive(subject, ZONE).grants
    change = narrowed(subject, Narrowing.ORGANIZATION, public)
    assert [each.principal.kind for each in change.begins] == [
        PrincipalKind.ORGANIZATION
    ]


def test_a_service_is_asked_on_whose_behalf_it_acts() -> None:
    subject = bucket({**read(), "Principal": {"Service": "logging.s3.amazonaws.com"}})
    (service,) = derive(subject, ZONE).grants
    change = narrowed(subject, Narrowing.ORGANIZATION, service)
    (statement,) = after(change)
    assert statement["Condition"] == {"StringEquals": {"aws:SourceOrgID": "o-kitsune"}}
    with pytest.raises(CannotRemove, match="cannot be asked"):
        narrowed(subject, Narrowing.MFA, service)


def test_whoever_cannot_meet_it_is_not_narrowed_but_shut_out() -> None:
    with pytest.raises(CannotRemove, match="could not meet it"):
        narrowed(trust(assume(TANUKI)), Narrowing.ORGANIZATION)


def test_only_a_role_is_become_with_an_external_id() -> None:
    with pytest.raises(CannotRemove, match="external ID"):
        narrowed(bucket(read(TANUKI)), Narrowing.EXTERNAL_ID)


def test_what_asks_for_it_already_is_not_narrowed() -> None:
    with pytest.raises(CannotRemove, match="met already"):
        narrowed(trust(assume(TANUKI, **WITH_MFA)), Narrowing.MFA)


def test_a_policy_that_says_something_else_by_now_is_read_again() -> None:
    gone = to(trust(assume(TANUKI)), TANUKI)
    with pytest.raises(CannotRemove, match="by now"):
        narrowed(trust(assume(KUMO)), Narrowing.MFA, gone)


def test_without_an_organization_nothing_can_be_asked_for_it() -> None:
    subject = bucket(read("*"))
    alone = ZONE.__class__(accounts=frozenset({PAYMENTS}))
    (public,) = derive(subject, alone).grants
    with pytest.raises(CannotRemove, match="not known"):
        narrow(subject, alone, public, Narrowing.ORGANIZATION)


def test_of_two_statements_the_one_of_the_grant_is_changed() -> None:
    subject = bucket(read(TANUKI, Resource=f"{BUCKET}/a/*"), read(TANUKI, **WITH_MFA))
    found = next(e for e in derive(subject, ZONE).grants if not e.conditions)
    change = narrowed(subject, Narrowing.MFA, found)
    assert len(change.remains) == 1
    assert after(change)[1] == read(TANUKI, **WITH_MFA)
