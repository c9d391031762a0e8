from __future__ import annotations

import json

from accessmap.policy.deny_first import deny_first
from accessmap.policy.derive import derive
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
from tests.cast import KUMO, TANUKI


def statements(text: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(text)["Statement"]
    return found


def left(subject: Subject, text: str) -> set[str]:
    """Whom the policy lets in once it says ``text``."""
    changed = Subject(
        arn=subject.arn,
        resource_type=subject.resource_type,
        account_id=subject.account_id,
        kind=subject.kind,
        document=text,
    )
    return {
        each.principal.id
        for each in derive(changed, ZONE).grants
        if not each.is_blocked
    }


def test_a_deny_takes_one_vendor_away_and_leaves_the_other() -> None:
    subject = trust(assume(TANUKI, KUMO))
    text = deny_first(subject, ZONE, to(subject, TANUKI))
    *_before, denial = statements(text)
    assert denial["Effect"] == "Deny"
    assert denial["Principal"] == {"AWS": f"arn:aws:iam::{TANUKI}:root"}
    assert left(subject, text) == {KUMO}


def test_in_a_resource_policy_it_denies_the_same_things() -> None:
    subject = bucket(read(TANUKI), read(KUMO))
    text = deny_first(subject, ZONE, to(subject, TANUKI))
    assert statements(text)[-1]["Resource"] == [f"{BUCKET}/*"]
    assert left(subject, text) == {KUMO}


def test_where_everybody_is_let_in_no_deny_names_somebody() -> None:
    subject = bucket(read("*"))
    [grant] = derive(subject, ZONE).grants
    assert deny_first(subject, ZONE, grant) == ""


def test_where_it_would_take_more_it_is_not_offered() -> None:
    subject = trust(
        assume(TANUKI, Condition={"StringEquals": {"sts:ExternalId": "a"}}),
        assume(TANUKI, Condition={"StringEquals": {"sts:ExternalId": "b"}}),
    )
    for grant in derive(subject, ZONE).grants:
        assert deny_first(subject, ZONE, grant) == ""
