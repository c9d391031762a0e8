"""What iam-simulate is known to get wrong, and the pairs that it cannot judge.

Such a pair is left out of the comparison, and counted. `test_faults.py` shows each one
with a request, so that a line here goes when the tool is better.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from accessmap.policy.atoms import atom, is_decidable
from accessmap.policy.condition import operator
from accessmap.policy.document import Test
from tests.second_opinion.simulator import Answer, Request


@dataclass(frozen=True)
class Fault:
    """One known fault, and how to tell that it may touch an answer."""

    name: str
    why: str
    touches: Callable[[Request, Answer], bool]


def statements(policy: Any) -> list[dict[str, Any]]:
    """Return the statements of a policy in any of its forms."""
    document = json.loads(policy) if isinstance(policy, str) else policy
    return listed(document.get("Statement", []))


def listed(value: Any) -> list[Any]:
    """Return a value that may stand alone or in a list, as a list."""
    return value if isinstance(value, list) else [value]


def tests(request: Request) -> Iterator[tuple[str, str, list[str]]]:
    """Yield (operator, key in lower case, values) of every condition that counts."""
    for policy in (request.policy, *request.rcps):
        for each in statements(policy):
            for name, block in each.get("Condition", {}).items():
                for key, value in block.items():
                    values = [str(one) for one in listed(value)]
                    yield name, key.lower(), values


def addresses(request: Request) -> list[str]:
    """Return the values of IpAddress and NotIpAddress."""
    found = (each for each in tests(request) if "IpAddress" in each[0])
    return [value for _, _, values in found for value in values]


def has_old_variables(request: Request, _answer: Answer) -> bool:
    """Say whether a variable stands where the Version makes it literal text."""
    text = json.dumps(request.policy)
    return "${" in text and not re.search(r"Version\W+2012-10-17", text)


def drops_a_key(request: Request, answer: Answer) -> bool:
    """Say whether it dropped a key that the policy asks for."""
    asked = {key for _, key, _ in tests(request)}
    return bool(asked & {key.lower() for key in answer.ignored})


def spares_an_account(request: Request, _answer: Answer) -> bool:
    """Say whether a Deny spares somebody else of the caller's account."""
    if ":iam::" not in request.principal:
        return False
    account = f":{request.principal.split(':')[4]}:"
    spared = {
        arn
        for policy in (request.policy, *request.rcps)
        for each in statements(policy)
        if each.get("Effect") == "Deny" and isinstance(each.get("NotPrincipal"), dict)
        for arn in listed(each["NotPrincipal"].get("AWS", []))
    }
    return request.principal not in spared and any(account in arn for arn in spared)


def principals(request: Request) -> Iterator[tuple[str, str]]:
    """Yield (kind, value) of every Principal."""
    for each in statements(request.policy):
        named = each.get("Principal")
        for kind, value in named.items() if isinstance(named, dict) else ():
            yield from ((kind, one) for one in listed(value))


def has_odd_operator(request: Request, _answer: Answer) -> bool:
    """Say whether an operator does not belong to its key."""
    asked = (
        atom(Test(name, key, tuple(values)), has_variables=True)
        for name, key, values in tests(request)
    )
    return any(each is not None and not is_decidable(each) for each in asked)


# Keys with several values: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
SEVERAL = {
    "aws:principalorgpaths",
    "aws:calledvia",
    "aws:tagkeys",
    "dynamodb:leadingkeys",
    "events:source",
}


def asks_any_if_exists(request: Request, _answer: Answer) -> bool:
    """Say whether it asks for any value of a key that need not be there."""
    return any(
        name.startswith("ForAnyValue:") and name.endswith("IfExists")
        for name, _, _ in tests(request)
    )


def asks_the_time(request: Request, _answer: Answer) -> bool:
    """Say whether a time is asked for."""
    return any(key == "aws:currenttime" for _, key, _ in tests(request))


FAULTS = (
    Fault(
        "canonical",
        "It does not know whose a canonical user id is.",
        lambda request, _: any(e[0] == "CanonicalUser" for e in principals(request)),
    ),
    Fault(
        "any-service",
        "It knows no Service or Federated principal called *.",
        lambda request, _: bool(
            {("Service", "*"), ("Federated", "*")} & set(principals(request))
        ),
    ),
    Fault(
        "no-set-operator",
        "Ours, not its: a key of several values asked for without ForAnyValue or"
        " ForAllValues may match; this over-reports.",
        lambda request, _: any(
            key in SEVERAL and not name.startswith("For")
            for name, key, _ in tests(request)
        ),
    ),
    Fault(
        "unknown-operator",
        "Ours, not its: an operator that nobody knows may match; this over-reports.",
        lambda request, _: any(operator(each[0]) is None for each in tests(request)),
    ),
    Fault(
        "odd-operator",
        "Ours, not its: an operator of another kind than its key (a pattern of text on"
        " an address) may match; this over-reports, and the grant says so.",
        has_odd_operator,
    ),
    Fault(
        "spared-account",
        "Ours, not its: we take it that Deny with NotPrincipal spares the account of"
        " whom it names, as AWS advises to name both; this over-reports.",
        spares_an_account,
    ),
    Fault(
        "version",
        "It ignores Version: ${…} is always a variable.",
        has_old_variables,
    ),
    Fault(
        "everywhere",
        "It does not take 0.0.0.0/0 and ::/0 for every address.",
        lambda request, _: any(each.endswith("/0") for each in addresses(request)),
    ),
    Fault(
        "bare-ipv6",
        "It compares an IPv6 address without a prefix as text.",
        lambda request, _: any(
            ":" in each and "/" not in each for each in addresses(request)
        ),
    ),
    Fault(
        "any-if-exists",
        "ForAnyValue with IfExists is not met for it where the key is missing.",
        asks_any_if_exists,
    ),
    Fault(
        "time",
        "It does not take a time in seconds since 1970 for aws:CurrentTime.",
        asks_the_time,
    ),
    Fault(
        "dropped-key",
        "It drops context keys that AWS does not list for the action.",
        drops_a_key,
    ),
    Fault(
        "refused",
        "It refuses actions and resources that AWS does not have.",
        lambda _, answer: answer.error is not None,
    ),
)


def fault(request: Request, answer: Answer) -> str:
    """Return the name of the fault that may touch this answer; "" if none."""
    return next((each.name for each in FAULTS if each.touches(request, answer)), "")
