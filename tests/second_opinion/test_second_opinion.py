"""iam-simulate's opinion on what the engine says, both ways."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from accessmap.policy.derive import derive
from accessmap.policy.grant import Grant
from accessmap.policy.subject import Derivation, Subject
from benchmarks.corpus import hard, realistic, shared
from benchmarks.subjects import subject_of, zone_of
from tests.accessmap.policy.test_differential import says_a_variable
from tests.second_opinion.asking import as_policy, covers, stand_ins, witness_request
from tests.second_opinion.faults import fault
from tests.second_opinion.simulator import Request, simulate
from tests.second_opinion.world import (
    MEMBER,
    ORGANIZATION,
    OWN,
    PATHS,
    Caller,
    foreign_requests,
    policy,
)

pytestmark = pytest.mark.deep

SEEDS = int(os.environ.get("SECOND_OPINION_SEEDS", "1000"))
CASES = Path(__file__).resolve().parents[1] / "accessmap" / "policy" / "cases"
TYPES = {"s3": "AWS::S3::Bucket", "sqs": "AWS::SQS::Queue"}

Case = dict[str, Any]


def small_world(seed: int) -> tuple[str, Case]:
    service, document = policy(seed)
    return service, {
        "resource_type": TYPES[service],
        "resource_account": OWN,
        "policy": document,
        "org_id": ORGANIZATION,
        "org_accounts": [OWN, MEMBER],
        "org_paths": {each: PATHS[each] for each in (OWN, MEMBER)},
    }


def worked_cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case.get("management_account") == case["resource_account"]:
                case["rcps"] = []  # iam-simulate is told those in force only
            if case["policy"] is not None and not case.get("settings"):
                yield case


def derived(case: Case) -> tuple[Subject, Derivation]:
    subject = subject_of(case)
    return subject, derive(subject, zone_of(case))


def open_grants(case: Case) -> Iterator[tuple[Subject, Grant]]:
    subject, derivation = derived(case)
    for grant in derivation.grants:
        # These say themselves that they may report too much, or for whom it depends.
        is_sure = not (grant.is_approximate or grant.unknown or says_a_variable(grant))
        if is_sure and not grant.is_blocked:
            yield subject, grant


def compare_witnesses(cases: Iterator[Case]) -> Counter[str]:
    """Ask for every grant's witness; return how many were judged, and how."""
    pairs = [pair for case in cases for pair in open_grants(case)]
    requests = [witness_request(grant, subject) for subject, grant in pairs]
    tally: Counter[str] = Counter()
    refuted = []
    for (_, grant), request, answer in zip(
        pairs, requests, simulate(requests), strict=True
    ):
        reason = fault(request, answer)
        tally[reason or "compared"] += 1
        if not reason and not answer.allowed:
            refuted.append((grant.principal.id, dict(grant.witness), request.policy))
    assert refuted[:3] == []
    return tally


@pytest.mark.parametrize(
    "cases",
    [
        pytest.param(
            lambda: (small_world(s)[1] for s in range(SEEDS)), id="small-world"
        ),
        pytest.param(worked_cases, id="worked-cases"),
        pytest.param(
            lambda: ({**shared(), **e} for e in realistic(400)), id="realistic"
        ),
        pytest.param(lambda: ({**shared(), **e} for e in hard(200)), id="hard"),
    ],
)
def test_it_allows_the_witness_of_every_grant(cases):
    tally = compare_witnesses(cases())

    # What is masked is listed in faults.py; it must not become most of it.
    assert tally["compared"] > 0.6 * tally.total(), tally


@dataclass(frozen=True)
class Attempt:
    """One request of an outsider, and the grants that are about it."""

    seed: int
    caller: Caller
    network: dict[str, str]
    request: Request
    fitting: tuple[Grant, ...]


def attempts(seed: int) -> Iterator[Attempt]:
    """Yield everything that outsiders may try on the policy of a seed."""
    service, case = small_world(seed)
    subject, derivation = derived(case)
    for caller, network, action, resource in foreign_requests(service):
        keys = {**caller.keys, **network}
        request = Request(
            subject.document, caller.principal, action, resource, OWN, keys
        )
        fitting = (e for e in derivation.grants if covers(e, caller, action, resource))
        yield Attempt(seed, caller, network, request, tuple(fitting))


def test_what_it_allows_to_outsiders_lies_in_some_grant():
    asked = [attempt for seed in range(SEEDS) for attempt in attempts(seed)]
    answers = simulate(attempt.request for attempt in asked)

    tally: Counter[str] = Counter()
    allowed = []
    for attempt, answer in zip(asked, answers, strict=True):
        reason = fault(attempt.request, answer)
        tally[reason or ("allowed" if answer.allowed else "not allowed")] += 1
        if answer.allowed and not reason:
            allowed.append(attempt)

    assert tally["allowed"] > SEEDS, tally
    assert missing(allowed)[:3] == []


def missing(allowed: list[Attempt]) -> list[Attempt]:
    """Return the attempts whose fitting grants all ask more than the request brings.

    iam-simulate itself judges what a grant still asks, written as a policy.
    """
    questions = [
        (attempt, still_asked(attempt, grant, caller))
        for attempt in allowed
        for grant in attempt.fitting
        for caller in stand_ins(grant, attempt.caller)
    ]
    answers = simulate(request for _, request in questions)
    granted = {
        id(attempt)
        for (attempt, _), answer in zip(questions, answers, strict=True)
        if answer.allowed
    }
    return [attempt for attempt in allowed if id(attempt) not in granted]


def still_asked(attempt: Attempt, grant: Grant, caller: Caller) -> Request:
    """Return the attempt, made by ``caller``, against nothing but the grant."""
    return replace(
        attempt.request,
        policy=as_policy(grant),
        principal=caller.principal,
        context={**caller.keys, **attempt.network},
    )
