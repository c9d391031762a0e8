from __future__ import annotations

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from accessmap.aws import errors
from accessmap.aws.errors import classify
from accessmap.models import Outcome


def refusal(code: str, message: str = "", operation: str = "ListKeys") -> ClientError:
    return ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": 400},
        },
        operation,
    )


@pytest.mark.parametrize(
    ("message", "denied_by"),
    [
        ("no identity-based policy allows the kms:ListKeys action", "identity"),
        ("with an explicit deny in a service control policy", "scp"),
        ("because no resource control policy allows the action", "rcp"),
        ("with an explicit deny in a resource-based policy", "resource"),
        ("because no session policy allows the action", "session"),
        ("because no permissions boundary allows the action", "boundary"),
        ("because no VPC endpoint policy allows the action", "endpoint"),
        ("Access Denied", "identity"),
    ],
)
def test_it_tells_who_denied(message: str, denied_by: str) -> None:
    failure = classify(refusal("AccessDeniedException", message))

    assert (failure.outcome, failure.denied_by) == ("denied", denied_by)
    assert failure.reason.endswith(".")
    assert not failure.may_pass


def test_a_refused_assume_role_is_its_own_kind() -> None:
    failure = classify(refusal("AccessDenied", operation="AssumeRole"))

    assert failure.denied_by == "assume-role"
    assert "external ID" in failure.reason


@pytest.mark.parametrize("code", sorted(errors.THROTTLED))
def test_throttling_may_pass(code: str) -> None:
    failure = classify(refusal(code))

    assert failure.outcome == "throttled"
    assert failure.may_pass


@pytest.mark.parametrize(
    ("error", "begins"),
    [
        (NoCredentialsError(), "No AWS credentials were found."),
        (EndpointConnectionError(endpoint_url="http://x"), "AWS could not be reached"),
        (ReadTimeoutError(endpoint_url="http://x"), "AWS could not be reached"),
        (KeyError("ListRolesResult"), "What answered AccessMap could not be"),
        (RecursionError("too deep"), "What answered AccessMap could not be"),
        (refusal("ExpiredToken"), "AWS calls the credentials expired."),
        (refusal("InvalidClientTokenId"), "AWS does not accept the credentials"),
        (refusal("InternalFailure", "oops"), "ListKeys failed with InternalFailure"),
    ],
)
def test_whatever_it_is_it_is_not_empty(error: Exception, begins: str) -> None:
    failure = classify(error)

    assert failure.outcome == "failed"
    assert failure.reason.startswith(begins)


def test_its_outcomes_are_those_of_coverage() -> None:
    said = {
        classify(refusal(code)).outcome
        for code in ("AccessDenied", "Throttling", "Other")
    }
    assert said == {"denied", "throttled", "failed"}
    assert said < set(Outcome.values)


@pytest.mark.parametrize("code", ["OptInRequired", "RegionDisabledException"])
def test_a_service_that_is_not_open_to_the_account_is_no_empty_one(code: str) -> None:
    told = classify(refusal(code))
    assert told.outcome == "failed"
    assert "not known" in told.reason
