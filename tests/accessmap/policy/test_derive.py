"""Whatever comes, derive answers, and never takes a second."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest

from accessmap.policy.derive import derive
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Derivation, Subject
from tests.accessmap.policy.world import FOREIGN, HOME, ZONE, subject

SECOND = 1.0
TEMPLATE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "One",
            "Effect": "Allow",
            "Principal": {"AWS": ["*", FOREIGN]},
            "Action": ["s3:Get*", "s3:PutObject"],
            "Resource": "arn:aws:s3:::corpus-bucket/*",
            "Condition": {"StringLike": {"aws:PrincipalOrgID": ["o-*"]}},
        },
        {
            "Effect": "Deny",
            "NotPrincipal": {"AWS": f"arn:aws:iam::{HOME}:root"},
            "NotAction": "s3:GetObject",
            "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ],
}


def allowing(**changed: Any) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": {**TEMPLATE["Statement"][0], **changed},
    }  # type: ignore[dict-item]


def timed(document: object, kind: PolicyKind = PolicyKind.RESOURCE) -> Derivation:
    begun = time.process_time()
    found = derive(Subject("", "AWS::S3::Bucket", HOME, kind, document), ZONE)
    assert time.process_time() - begun < SECOND
    return found


def nested(levels: int) -> object:
    found: object = "x"
    for _ in range(levels):
        found = {"Statement": found}
    return found


BROKEN = {
    "not JSON": "{",
    "empty": "",
    "bytes": bytes(range(256)),
    "a megabyte": "x" * 1_000_000,
    "5,000 lists deep": "[" * 5_000,
    "5,000 objects deep": '{"Statement":' * 5_000,
    "5,000 levels of objects": nested(5_000),
    "a key twice": '{"Version": "2012-10-17", "Version": "2012-10-17"}',
    "half a character": '{"Statement": "\\ud800"}',
    "a NUL": '{"Statement": "\\u0000"}',
    "NaN": '{"Statement": NaN}',
    "a very long integer": '{"Statement": ' + "9" * 100_000 + "}",
    "a very long integer, parsed": {"Statement": 10**100_000},
    "a number": 7,
    "a set": {1, 2},
    "no Statement": {},
    "a Statement of null": {"Statement": None},
    "an Effect in lower case": allowing(Effect="allow"),
    "no Principal": allowing(Principal=None),
    "both Action and NotAction": allowing(NotAction="s3:*"),
    "an unknown Version": {**TEMPLATE, "Version": "2020-01-01"},
    "a Condition that is a list": allowing(Condition=[]),
}


@pytest.mark.parametrize("document", BROKEN.values(), ids=BROKEN.keys())
def test_it_refuses_in_a_sentence(document: object) -> None:
    found = timed(document)
    assert found.grants == ()
    [sentence] = found.errors
    assert sentence.endswith(".")


HEAVY = {
    "500 accounts": allowing(Principal={"AWS": [f"{n:012}" for n in range(500)]}),
    "stars": allowing(Action=["s3:" + "*a" * 200, "s3:" + "*b" * 200]),
    "many patterns": allowing(
        Condition={
            "StringLike": {
                "aws:PrincipalArn": [f"*{chr(97 + n)}*b*" for n in range(20)]
            }
        }
    ),
    "many endpoints": allowing(
        Condition={
            "StringEquals": {
                "aws:SourceVpce": [f"vpce-{n}" for n in range(200)],
                "aws:SourceVpc": [f"vpc-{n}" for n in range(200)],
            }
        }
    ),
    "twelve Denys of three keys": {
        "Version": "2012-10-17",
        "Statement": [
            allowing(Condition={})["Statement"],
            *(
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "*",
                    "Resource": "*",
                    "Condition": {
                        "StringNotEquals": {f"a:{n}": "x", f"b:{n}": "y", f"c:{n}": "z"}
                    },
                }
                for n in range(12)
            ),
        ],
    },
}


@pytest.mark.parametrize("document", HEAVY.values(), ids=HEAVY.keys())
def test_what_is_too_much_is_reported_too_wide_rather_than_missed(
    document: object,
) -> None:
    found = timed(document)
    assert found.errors == ()
    assert found.grants


def spoiled(chance: random.Random) -> object:
    text = bytearray(json.dumps(TEMPLATE).encode())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text))
        if chance.random() < 0.5:
            text[at] = chance.randrange(256)
        else:
            del text[at : at + chance.randint(1, 30)]
    return bytes(text)


def misplaced(chance: random.Random) -> object:
    """Put something odd anywhere in the tree."""
    tree = json.loads(json.dumps(TEMPLATE))
    odd = chance.choice(
        [None, 7, [], {}, "", "*", [[]], {"": ""}, "${aws:x}", True, [None], "\ud800"]
    )
    spot = tree
    while isinstance(spot, dict | list) and spot:
        key: Any = (
            chance.choice(list(spot))
            if isinstance(spot, dict)
            else chance.randrange(len(spot))
        )
        if chance.random() < 0.4 or not isinstance(spot[key], dict | list):
            spot[key] = odd
            break
        spot = spot[key]
    return tree


def fuzz(times: int) -> None:
    chance = random.Random(20261123)
    for _ in range(times):
        document = chance.choice([spoiled, misplaced])(chance)
        found = timed(document, chance.choice(list(PolicyKind)))
        assert all(each.endswith(".") for each in found.errors)
        assert not any("fault in AccessMap" in each for each in found.errors)


def test_two_thousand_spoiled_documents_stop_nothing() -> None:
    fuzz(2_000)


@pytest.mark.deep
def test_ten_thousand_spoiled_documents_stop_nothing() -> None:
    fuzz(10_000)


def test_an_identity_policy_grants_nobody_outside() -> None:
    assert timed(allowing(), PolicyKind.MANAGED) == Derivation()


def test_no_document_is_no_grant() -> None:
    assert derive(subject(None), ZONE) == Derivation()


def test_a_blocked_grant_says_what_blocks_it() -> None:
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "*",
        "Resource": "*",
        "Sid": "Stop",
    }
    policy = {"Statement": [allowing(Condition={})["Statement"], deny]}
    grants = derive(subject(policy), ZONE).grants
    assert {(each.zone, each.is_blocked) for each in grants} == {("public", True)}
    assert grants[0].blocked_by[0].name == "Stop"


def test_a_sid_and_the_place_of_a_statement_are_no_part_of_what_it_says() -> None:
    deny = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}
    allow = allowing(Condition={})["Statement"]
    one = derive(subject({"Statement": [allow, {**deny, "Sid": "A"}]}), ZONE).grants
    other = derive(subject({"Statement": [deny, allow]}), ZONE).grants
    assert {e.fingerprint for e in one} == {e.fingerprint for e in other}
