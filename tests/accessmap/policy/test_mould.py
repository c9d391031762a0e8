"""An answer is poured out again only where it says the same of somebody else."""

from __future__ import annotations

from types import MappingProxyType

from accessmap.policy.grant import Blocker, Condition, Grant, Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from accessmap.policy.mould import mould_of, poured
from accessmap.policy.subject import Derivation, Subject
from tests.accessmap.policy.callers import FOREIGN, HOME, MEMBER, OTHER

QUEUE = f"arn:aws:sqs:eu-west-1:{HOME}:q"
OWN = f"arn:aws:sqs:eu-west-1:{MEMBER}:jobs"
MARKS = {"\0a": HOME, "\0r": QUEUE, "\0A": FOREIGN, "\0x": "agreed"}
OTHERS = {"\0a": MEMBER, "\0r": OWN, "\0A": OTHER, "\0x": "other"}
SUBJECT = Subject(OWN, "AWS::SQS::Queue", MEMBER, PolicyKind.RESOURCE, "", "its-id")
GRANT = Grant(
    QUEUE,
    "AWS::SQS::Queue",
    HOME,
    PolicyKind.RESOURCE,
    Principal(PrincipalKind.ROLE, f"arn:aws:iam::{FOREIGN}:role/etl", FOREIGN),
    Zone.EXTERNAL,
    Verdict.EXTERNAL,
    ("sqs:SendMessage",),
    objects=(f"{QUEUE}/x",),
    conditions=(
        Condition("StringEquals", "aws:sourceaccount", (HOME, "999900000001")),
        Condition("StringEquals", "sts:externalid", ("agreed",)),
    ),
    witness=MappingProxyType({"resource": QUEUE, "sts:externalid": "agreed"}),
)


def test_every_name_of_an_answer_is_another_documents_own() -> None:
    mould = mould_of(Derivation((GRANT,), ("AROAOLD",)), MARKS)
    assert mould
    found = poured(mould, SUBJECT, OTHERS)
    assert found
    [grant] = found.grants
    assert found.stale_principals == ("AROAOLD",)
    assert (grant.resource, grant.resource_account) == (OWN, MEMBER)
    assert grant.resource_id == "its-id"
    assert grant.principal == Principal(
        PrincipalKind.ROLE, f"arn:aws:iam::{OTHER}:role/etl", OTHER
    )
    assert grant.objects == (f"{OWN}/x",)
    assert [each.values for each in grant.conditions] == [
        (MEMBER, "999900000001"),
        ("other",),
    ]
    assert grant.witness == {"resource": OWN, "sts:externalid": "other"}


def test_an_external_id_is_put_back_only_where_one_is_asked() -> None:
    tagged = GRANT._replace(
        conditions=(Condition("StringEquals", "aws:referer", ("agreed",)),)
    )
    mould = mould_of(Derivation((tagged,)), MARKS)
    assert mould
    found = poured(mould, SUBJECT, OTHERS)
    assert found
    assert found.grants[0].conditions[0].values == ("agreed",)


def test_an_account_in_the_name_of_a_deny_cannot_be_put_back() -> None:
    blocked = GRANT._replace(blocked_by=(Blocker("deny", f"Not{HOME}"),))
    assert mould_of(Derivation((blocked,)), MARKS) is None


def test_an_answer_with_errors_is_never_given_again() -> None:
    assert mould_of(Derivation(errors=("It cannot be read.",)), MARKS) is None


def test_a_stranger_whom_the_next_document_names_is_no_witness() -> None:
    strange = GRANT._replace(
        witness=MappingProxyType({"aws:principalaccount": "999900000000"})
    )
    mould = mould_of(Derivation((strange,)), MARKS)
    assert mould
    assert poured(mould, SUBJECT, OTHERS)
    assert poured(mould, SUBJECT, {**OTHERS, "\0A": "999900000000"}) is None
