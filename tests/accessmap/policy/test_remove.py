from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.policy.derive import derive
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.remove import CannotRemove, Change, remove
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust
from tests.cast import HAYABUSA, KUMO, PAYMENTS, TANUKI

ZONE = ZoneOfTrust(organization_id="o-kitsune", accounts=frozenset({PAYMENTS}))
BUCKET = "arn:aws:s3:::kitsune-ledger"
ROLE = f"arn:aws:iam::{PAYMENTS}:role/monitor"


def trust(*statements: dict[str, Any]) -> Subject:
    return Subject(
        arn=ROLE,
        resource_type="AWS::IAM::Role",
        account_id=PAYMENTS,
        kind=PolicyKind.TRUST,
        document=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}),
    )


def bucket(*statements: dict[str, Any]) -> Subject:
    return Subject(
        arn=BUCKET,
        resource_type="AWS::S3::Bucket",
        account_id=PAYMENTS,
        kind=PolicyKind.RESOURCE,
        document=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}),
    )


def assume(*accounts: str, **more: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"AWS": [f"arn:aws:iam::{each}:root" for each in accounts]},
        "Action": "sts:AssumeRole",
        **more,
    }


def read(*accounts: str, **more: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"AWS": list(accounts)},
        "Action": "s3:GetObject",
        "Resource": f"{BUCKET}/*",
        **more,
    }


def to(subject: Subject, account: str) -> Grant:
    (found,) = (
        each
        for each in derive(subject, ZONE).grants
        if each.principal.account_id == account
    )
    return found


def removed(subject: Subject, account: str) -> Change:
    return remove(subject, ZONE, to(subject, account))


def principals(change: Change) -> Any:
    assert change.after is not None
    return [each.get("Principal") for each in json.loads(change.after)["Statement"]]


def test_one_of_two_vendors_goes_and_the_other_stays_as_it_was() -> None:
    change = removed(trust(assume(TANUKI, KUMO)), TANUKI)
    assert principals(change) == [{"AWS": [f"arn:aws:iam::{KUMO}:root"]}]
    assert change.also_ends == change.begins == change.remains == ()


def test_a_statement_of_one_principal_goes_whole_and_others_stay() -> None:
    change = removed(bucket(read(TANUKI), read(KUMO)), TANUKI)
    assert principals(change) == [{"AWS": [KUMO]}]


def test_a_role_that_would_trust_nobody_keeps_a_policy_that_says_so() -> None:
    change = removed(trust(assume(TANUKI)), TANUKI)
    assert change.after is not None
    after = Subject(ROLE, "AWS::IAM::Role", PAYMENTS, PolicyKind.TRUST, change.after)
    assert derive(after, ZONE).grants == ()


def test_a_bucket_policy_with_nothing_left_is_to_be_deleted() -> None:
    assert removed(bucket(read(TANUKI)), TANUKI).after is None


def test_out_of_a_condition_only_the_account_goes() -> None:
    said = {"StringEquals": {"aws:PrincipalAccount": [TANUKI, KUMO]}}
    subject = bucket(read("*", Principal="*", Condition=said))
    change = removed(subject, TANUKI)
    assert change.after is not None
    (statement,) = json.loads(change.after)["Statement"]
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalAccount": [KUMO]}}
    assert change.also_ends == ()


def test_what_goes_with_it_is_said() -> None:
    said = {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/reader"}}
    subject = bucket(read("*", Principal="*", Condition=said))
    (grant,) = derive(subject, ZONE).grants
    assert remove(subject, ZONE, grant).after is None


def test_another_way_that_remains_is_said() -> None:
    write = {**read(TANUKI), "Action": "s3:PutObject"}
    condition = {"Bool": {"aws:SecureTransport": "true"}}
    subject = bucket(read(TANUKI), {**write, "Condition": condition})
    first = next(
        each for each in derive(subject, ZONE).grants if "s3:GetObject" in each.actions
    )
    change = remove(subject, ZONE, first)
    assert [each.actions for each in change.remains] == [("s3:PutObject",)]


@pytest.mark.parametrize("account", [TANUKI, KUMO, HAYABUSA])
def test_after_the_change_the_principal_is_out_and_everybody_else_is_in(
    account: str,
) -> None:
    subject = trust(assume(TANUKI, KUMO), assume(KUMO, HAYABUSA, Sid="Second"))
    before = {each.principal.account_id for each in derive(subject, ZONE).grants}
    change = removed(subject, account)
    after = Subject(ROLE, "AWS::IAM::Role", PAYMENTS, PolicyKind.TRUST, change.after)
    assert {e.principal.account_id for e in derive(after, ZONE).grants} == before - {
        account
    }


def test_a_policy_that_was_changed_since_is_refused() -> None:
    grant = to(trust(assume(TANUKI)), TANUKI)
    with pytest.raises(CannotRemove, match="something else by now"):
        remove(trust(assume(KUMO)), ZONE, grant)


def test_a_list_of_aws_is_no_policy_to_edit() -> None:
    subject = Subject(BUCKET, "AWS::S3::Bucket", PAYMENTS, PolicyKind.ACL, "{}")
    with pytest.raises(CannotRemove, match="no policy document"):
        remove(subject, ZONE, to(trust(assume(TANUKI)), TANUKI))


def test_a_policy_that_aws_gave_url_encoded_is_read() -> None:
    from dataclasses import replace
    from urllib.parse import quote

    plain = trust(assume(TANUKI, KUMO))
    subject = replace(plain, document=quote(str(plain.document)))
    if derive(subject, ZONE).grants:
        assert principals(removed(subject, TANUKI))
