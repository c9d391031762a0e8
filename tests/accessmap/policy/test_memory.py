"""A document of a known shape gets the answer that it would have got anyway."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessmap.policy import memory
from accessmap.policy.derive import derive, derive_anew
from accessmap.policy.kinds import PolicyKind, Zone
from accessmap.policy.memory import Memory
from accessmap.policy.subject import Derivation, Subject
from accessmap.policy.zone import ZoneOfTrust
from tests.accessmap.policy.callers import FOREIGN, HOME, MEMBER, OTHER, OURS
from tests.accessmap.policy.test_differential import RELAXED
from tests.accessmap.policy.test_quick import role, trusting
from tests.accessmap.policy.world import policies, some, subject

MEMBERS = ("121212121212", "343434343434", "888888888888")
OUTSIDERS = ("050505050505", "676767676767", "999900000000", "989898989898")
ZONE = ZoneOfTrust(OURS, frozenset({HOME, MEMBER, *MEMBERS}))


@st.composite
def renamings(draw: st.DrawFn) -> dict[str, str]:
    home, member = draw(st.permutations((HOME, MEMBER, *MEMBERS)))[:2]
    foreign, other = draw(st.permutations((FOREIGN, OTHER, *OUTSIDERS)))[:2]
    return {HOME: home, MEMBER: member, FOREIGN: foreign, OTHER: other}


def renamed(text: str, names: dict[str, str]) -> str:
    for at, each in enumerate(names):
        text = text.replace(each, f"\0{at}")
    for at, each in enumerate(names.values()):
        text = text.replace(f"\0{at}", each)
    return text


def the_same(found: Derivation) -> list[object]:
    return [(each.says(), each.statements, each.witness) for each in found.grants]


def check(first: Subject, names: dict[str, str]) -> None:
    """Decide a document, then its twin by memory and anew: there is one answer."""
    remembering = Memory()
    text = json.dumps(first.document)
    first = replace(first, document=text)
    second = replace(
        first,
        arn=renamed(first.arn, names),
        account_id=names[HOME],
        document=renamed(text, names),
    )
    before = remembering.derive(first, ZONE, lambda: derive_anew(first, ZONE))
    again = remembering.derive(first, ZONE, lambda: derive_anew(first, ZONE))
    assert the_same(again) == the_same(before)
    fresh = derive_anew(second, ZONE)
    kept = remembering.derive(second, ZONE, lambda: fresh)
    assert the_same(kept) == the_same(fresh)
    assert kept.stale_principals == fresh.stale_principals


# Where the digits of an account count most: who is named, and what they are held to.
about_accounts = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Allow", "Deny"]),
        "Principal": st.sampled_from(["*", {"AWS": [FOREIGN, OTHER]}, {"AWS": MEMBER}]),
        "Action": st.just("s3:GetObject"),
        "Resource": st.just("*"),
        "Condition": st.dictionaries(
            st.sampled_from(["StringLike", "StringNotLike", "NumericLessThan"]),
            st.dictionaries(
                st.sampled_from(["aws:PrincipalAccount", "aws:ResourceAccount"]),
                some([FOREIGN, OTHER, HOME, MEMBER, "4444*", "*6666", "1*", "5" * 12]),
                min_size=1,
            ),
            max_size=2,
        ),
    }
)


@given(st.lists(about_accounts, min_size=1, max_size=2), renamings())
@settings(max_examples=400, suppress_health_check=RELAXED)
def test_an_answer_that_hangs_on_digits_is_not_taken_over(
    statements: list[Any], names: dict[str, str]
) -> None:
    check(subject({"Version": "2012-10-17", "Statement": statements}), names)


@given(policies, renamings())
@settings(max_examples=400, suppress_health_check=RELAXED)
def test_the_answer_moves_to_other_accounts_unchanged(
    policy: Any, names: dict[str, str]
) -> None:
    check(subject(policy), names)


@given(trusting, renamings())
@settings(max_examples=400, suppress_health_check=RELAXED)
def test_the_answer_of_a_role_moves_to_other_accounts_unchanged(
    statements: list[Any], names: dict[str, str]
) -> None:
    check(role(statements), names)


def trust(account: str, principal: str) -> Subject:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": principal},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": f"agreed-{account}"}},
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return Subject(
        f"arn:aws:iam::{account}:role/r",
        "AWS::IAM::Role",
        account,
        PolicyKind.TRUST,
        policy,
    )


def test_an_answer_given_again_tells_the_document_that_it_is_of() -> None:
    remembering, asked = Memory(), []

    def ask(account: str, partner: str) -> Derivation:
        each = trust(account, partner)

        def note() -> Derivation:
            asked.append(account)
            return derive_anew(each, ZONE)

        return remembering.derive(each, ZONE, note)

    ask(HOME, FOREIGN)
    [grant] = ask(MEMBERS[0], OTHER).grants
    assert asked == [HOME]
    assert grant.resource == f"arn:aws:iam::{MEMBERS[0]}:role/r"
    assert grant.principal.id == OTHER
    assert grant.conditions[0].values == (f"agreed-{MEMBERS[0]}",)
    assert grant.witness["sts:externalid"] == f"agreed-{MEMBERS[0]}"


def test_a_canonical_id_is_its_owners_own_and_nobody_elses() -> None:
    canonical = "ab" * 32
    zone = replace(
        ZONE, canonical_ids=MappingProxyType({canonical: HOME, "cd" * 32: MEMBER})
    )
    policy = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"CanonicalUser": canonical},
            "Action": "s3:GetObject",
            "Resource": "*",
        },
    }
    own = replace(subject(policy), arn="arn:aws:s3:::a")
    of_another = replace(subject(policy), arn="arn:aws:s3:::b", account_id=MEMBER)
    assert [each.zone for each in derive(own, zone).grants] == [Zone.SAME_ACCOUNT]
    assert [each.zone for each in derive(of_another, zone).grants] == [
        Zone.ORGANIZATION
    ]


def test_an_account_written_with_escapes_is_not_taken_for_the_next_ones() -> None:
    escaped = json.dumps(trust(HOME, HOME).document).replace(
        f'"{HOME}"', f'"\\u0031{HOME[1:]}"'
    )
    own, member = trust(HOME, HOME), trust(MEMBER, HOME)
    own, member = (replace(each, document=escaped) for each in (own, member))
    assert [e.zone for e in derive(own, ZONE).grants] == [Zone.SAME_ACCOUNT]
    assert [e.zone for e in derive(member, ZONE).grants] == [Zone.ORGANIZATION]


def test_only_what_was_used_longest_ago_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "MOST", 2)
    remembering, asked = Memory(), []

    def ask(text: str) -> None:
        def note() -> Derivation:
            asked.append(text)
            return Derivation()

        remembering.derive(subject(text), ZONE, note)

    for text in ("[1]", "[2]", "[1]", "[3]", "[1]"):
        ask(text)
    assert asked == ["[1]", "[2]", "[3]"]
    remembering.forget()
    ask("[1]")
    assert asked[-1] == "[1]"


def test_what_was_decided_for_one_zone_says_nothing_of_another() -> None:
    each = trust(HOME, FOREIGN)
    wider = replace(ZONE, accounts=ZONE.accounts | {FOREIGN})
    assert derive(each, ZONE).grants[0].zone is Zone.EXTERNAL
    assert derive(each, wider).grants[0].zone is Zone.ORGANIZATION
