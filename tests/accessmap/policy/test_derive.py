"""Whatever comes, derive answers, with a bounded amount of work."""

from __future__ import annotations

import json
import random
from functools import partial
from typing import Any

import pytest

from accessmap.policy.case import answer, sha256
from accessmap.policy.derive import FAULT, derive
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Derivation, Subject
from benchmarks.hostile import BROKEN, HEAVY, TEMPLATE, allowing
from tests.accessmap.policy.callers import HOME, ZONE
from tests.accessmap.policy.effort import calls
from tests.accessmap.policy.world import subject

# Calls of Python's, several hundred thousand of which take a tenth of a second: a bound
# on the work, the same on every machine. benchmarks/hostile.py has the seconds.
MOST_CALLS = 3_000_000


def derived(document: object, kind: PolicyKind = PolicyKind.RESOURCE) -> Derivation:
    return derive(Subject("", "AWS::S3::Bucket", HOME, kind, document), ZONE)


def bounded(document: object) -> Derivation:
    calls(lambda: derived(document), most=MOST_CALLS)
    return derived(document)


@pytest.mark.parametrize("document", BROKEN.values(), ids=BROKEN.keys())
def test_it_refuses_in_a_sentence(document: object) -> None:
    found = bounded(document)
    assert found.grants == ()
    [sentence] = found.errors
    assert sentence.endswith(".")


@pytest.mark.parametrize("document", HEAVY.values(), ids=HEAVY.keys())
def test_what_is_too_much_is_reported_too_wide_rather_than_missed(
    document: object,
) -> None:
    found = bounded(document)
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


def as_line(document: object) -> str:
    if isinstance(document, bytes):
        return document.decode(errors="surrogateescape")
    return document if isinstance(document, str) else json.dumps(document)


def fuzz(times: int) -> None:
    chance = random.Random(20261123)
    for _ in range(times):
        document = chance.choice([spoiled, misplaced])(chance)
        kind = chance.choice(list(PolicyKind))
        calls(partial(derived, document, kind), most=MOST_CALLS)
        found = derived(document, kind)
        assert all(each.endswith(".") for each in found.errors)
        assert FAULT not in found.errors
        line = as_line(document)
        said = answer(line)
        assert isinstance(said["errors"], list)
        assert said["sha256"] == sha256(line.rstrip("\r\n"))


def test_hundreds_of_spoiled_documents_stop_nothing() -> None:
    fuzz(600)


@pytest.mark.deep
def test_ten_thousand_spoiled_documents_stop_nothing() -> None:
    fuzz(10_000)


class Spoiled(dict[str, object]):
    """An object that nobody can read."""

    def items(self) -> Any:
        raise AttributeError("It has no items.")


def test_a_fault_of_ours_leaves_one_document_unknown_and_says_so() -> None:
    found = derived(Spoiled(Statement=[]))
    assert found.grants == ()
    assert found.errors == (FAULT,)


def test_the_answer_is_the_same_whatever_was_remembered() -> None:
    heavy = HEAVY["many patterns"]
    forgetful = {"Version": "2012-10-17", "Statement": []}
    first = derived(heavy)
    derived(forgetful)
    assert derived(json.loads(json.dumps(heavy))) == first


def test_an_identity_policy_grants_nobody_outside() -> None:
    assert derived(allowing(), PolicyKind.MANAGED) == Derivation()


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
