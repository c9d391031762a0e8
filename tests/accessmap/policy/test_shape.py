"""Documents of one shape differ in the accounts that they name, and in nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accessmap.policy.kinds import PolicyKind
from accessmap.policy.shape import Shape, shape_of
from accessmap.policy.subject import Subject
from tests.accessmap.policy.callers import FOREIGN, HOME, MEMBER, OTHER
from tests.accessmap.policy.world import subject

TWIN = "121212121212"
PLACES = {HOME: 1, TWIN: 1, MEMBER: 2, FOREIGN: 3, OTHER: 3}


def shape(document: object, account: str = HOME, **more: object) -> Shape | None:
    whole = replace(subject(document), account_id=account, **more)
    return shape_of(whole, lambda each: PLACES.get(each, 4))


def made(document: object, account: str = HOME, **more: object) -> Shape:
    found = shape(document, account, **more)
    assert found is not None
    return found


def are_one(one: object, other: object, account: str = HOME) -> bool:
    return made(one).key == made(other, account).key


def test_a_document_that_names_its_own_account_has_the_shape_of_its_twin() -> None:
    policy = {"AWS": f"arn:aws:iam::{HOME}:root"}
    moved = {"AWS": f"arn:aws:iam::{TWIN}:root"}
    assert are_one(policy, moved, TWIN)
    assert not are_one(policy, moved)


def test_a_document_that_names_a_partner_has_the_shape_of_another_partners() -> None:
    assert are_one(f'["{FOREIGN}"]', f'["{OTHER}"]')
    assert made(f'["{FOREIGN}"]').marks["\0A"] == FOREIGN


def test_a_member_and_an_outsider_are_different_shapes() -> None:
    assert not are_one(f'["{FOREIGN}"]', f'["{MEMBER}"]')


def test_accounts_in_different_units_are_different_shapes() -> None:
    assert made("{}").key != made("{}", MEMBER).key


def test_one_account_twice_is_not_two_accounts() -> None:
    assert not are_one(f'["{FOREIGN}", "{FOREIGN}"]', f'["{FOREIGN}", "{OTHER}"]')


def test_what_is_sorted_by_account_comes_out_in_the_same_order() -> None:
    assert not are_one(f'["{FOREIGN}", "{OTHER}"]', f'["{OTHER}", "{FOREIGN}"]')


def test_another_agreed_external_id_is_the_same_shape() -> None:
    one, other = (f'{{"sts:ExternalId": "{each}"}}' for each in ("a-1", "b-2"))
    assert are_one(one, other)
    assert made(one).marks["\0x"] == "a-1"


def test_two_external_ids_are_not_taken_for_one() -> None:
    same = '[{"sts:ExternalId": "a"}, {"STS:EXTERNALID": "a"}]'
    apart = '[{"sts:ExternalId": "b"}, {"STS:EXTERNALID": "a"}]'
    assert not are_one(same, apart)


@pytest.mark.parametrize("value", ["a*", "${aws:username}", "?", ""])
def test_an_external_id_that_is_no_plain_text_stays(value: str) -> None:
    text = f'{{"sts:ExternalId": "{value}"}}'
    assert "\0x" not in made(text).marks


@pytest.mark.parametrize(
    "text",
    [
        '{"StringLike": {"aws:PrincipalAccount": "1111*"}}',
        '{"StringLike": {"aws:PrincipalAccount": "*1111"}}',
        f'["arn:aws:iam::{HOME}*"]',
        f'["*{HOME}"]',
        f'["arn:aws:iam::{FOREIGN}?"]',
        f'["{FOREIGN}1"]',
        f'["{FOREIGN}{OTHER}"]',
        f'["{HOME}{FOREIGN}"]',
        f'["a{FOREIGN}"]',
        f'["o-{HOME}"]',
        f'["o-aaaabbbb11/r-ab12/ou-ab12-{FOREIGN}/"]',
        '["${aws:PrincipalAccount}"]',
        f'{{"NumericLessThan": {{"s3:max-keys": "{FOREIGN}"}}}}',
        f'{{"ForAnyValue:dateLessThan": {{"aws:CurrentTime": "{FOREIGN}"}}}}',
    ],
)
def test_where_the_digits_of_an_account_matter_nothing_is_taken_over(text: str) -> None:
    assert made(text).is_fixed


@pytest.mark.parametrize(
    "text",
    [
        f'["arn:aws:iam::{FOREIGN}:root", "{OTHER}", "logs-{HOME}"]',
        '["s3:Get*", "arn:aws:iam::*:role/x"]',
        '["s3:UpdateBucket", "date-of-the-logs"]',
    ],
)
def test_where_they_do_not_the_answer_is_taken_over(text: str) -> None:
    assert not made(text).is_fixed


def test_documents_under_different_controls_are_different_shapes() -> None:
    one = made("{}", rcps={"one": "{}"})
    other = made("{}", settings={"RestrictPublicBuckets": True})
    assert len({each.key for each in (one, other, made("{}"))}) == 3


def test_an_outer_control_that_names_the_account_makes_a_document_alone() -> None:
    assert shape("{}", rcps={"one": HOME}) is None
    assert shape("{}", rcps={"one": {"Version": "2012-10-17"}}) is None


def test_under_an_outer_control_partners_are_told_apart() -> None:
    one = made(f'["{FOREIGN}"]', rcps={"one": f'"{FOREIGN}"'})
    other = made(f'["{OTHER}"]', rcps={"one": f'"{FOREIGN}"'})
    assert one.key != other.key


def test_an_account_under_its_canonical_id_is_told_apart_from_its_twin() -> None:
    text = '{"Principal": {"CanonicalUser": "abc"}}'
    assert made(text).key != made(text, TWIN).key
    acl = made("{}", kind=PolicyKind.ACL)
    assert acl.key != made("{}", TWIN, kind=PolicyKind.ACL).key


@pytest.mark.parametrize(
    "document",
    [
        '["\\u0031"]',
        "%7b%22a%22%3a%20%22%31%22%7d",
        {"a": "\0"},
        {"a": 10**5000},
        "x" * 8001,
    ],
)
def test_what_cannot_be_seen_through_is_decided_by_itself(document: object) -> None:
    assert shape(document) is None


def test_without_an_account_there_is_no_shape() -> None:
    alone = Subject("", "AWS::S3::Bucket", "", PolicyKind.RESOURCE, "{}")
    assert shape_of(alone, lambda _: 0) is None
