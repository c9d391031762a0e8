"""What an error of AWS means: an outcome, who denied it, and one sentence.

The outcomes are those of ``models.coverage.Outcome``; a test holds them equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from botocore.exceptions import (
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    PaginationError,
)
from botocore.exceptions import ConnectionError as Unreachable

from accessmap.aws.assume import WrongAccount
from accessmap.aws.collector import NotTold
from accessmap.aws.gate import AnswerRefused
from accessmap.aws.pace import THROTTLED
from accessmap.aws.watch import current

DENIED = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AccessDeniedForDependencyException",
        "AuthorizationError",
        "UnauthorizedOperation",
        "UnauthorizedAccess",
    }
)
EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
BAD_KEYS = frozenset(
    {
        "AuthFailure",
        "InvalidClientTokenId",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
# A region that is listed as off is not asked. Who is told so all the same was told
# otherwise by the list, or is not signed up for the service: no word of what is there.
NOT_OPEN = frozenset({"OptInRequired", "RegionDisabledException"})
# Words in AWS's message → who said no.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
DENIERS = (
    ("service control polic", "scp", "a service control policy (SCP)"),
    ("resource control polic", "rcp", "a resource control policy (RCP)"),
    ("permissions boundar", "boundary", "a permissions boundary"),
    ("session polic", "session", "a session policy"),
    ("VPC endpoint polic", "endpoint", "a VPC endpoint policy"),
    ("resource-based polic", "resource", "the resource's own policy"),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why something was not read. ``may_pass`` tells that trying again may help."""

    outcome: str
    reason: str
    code: str = ""
    operation: str = ""
    denied_by: str = ""
    may_pass: bool = False


def _denied(error: ClientError, code: str, message: str) -> Failure:
    """Say who refused, and what to change."""
    operation = error.operation_name
    action = current().last_action or operation
    for words, by, name in DENIERS:
        if words in message:
            return Failure(
                "denied",
                f"{name.capitalize()} denies {action}. "
                "Let it exempt AccessMap's role.".replace("(scp)", "(SCP)").replace(
                    "(rcp)", "(RCP)"
                ),
                code,
                operation,
                by,
            )
    if operation == "AssumeRole":
        return Failure(
            "denied",
            "AWS refuses to let AccessMap assume its role in this account. Create the "
            "role there (docs/iam-role.md), let its trust policy name AccessMap's own "
            "role, and give both the same external ID.",
            code,
            operation,
            "assume-role",
        )
    return Failure(
        "denied",
        f"AccessMap's role lacks the permission {action}. Add it to the role's policy; "
        "docs/iam-role.md lists all that it needs.",
        code,
        operation,
        "identity",
    )


def _of_client_error(error: ClientError) -> Failure:
    """Classify an error that AWS itself answered with."""
    said = error.response.get("Error", {})
    code, message = str(said.get("Code", "")), str(said.get("Message", ""))
    operation = error.operation_name
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in DENIED:
        return _denied(error, code, message)
    if code in THROTTLED:
        reason = (
            f"AWS kept slowing {operation} down. The next crawl tries again; crawl "
            "less often, or with fewer ACCESSMAP_CRAWL_THREADS."
        )
        return Failure("throttled", reason, code, operation, may_pass=True)
    if code in NOT_OPEN:
        reason = (
            f"AWS does not open {operation} to the account here ({code}): the region "
            "is not enabled, or the account is not signed up for the service. What is "
            "there is not known. Enable it, or leave the region out of "
            "ACCESSMAP_REGIONS."
        )
        return Failure("failed", reason, code, operation)
    if code in EXPIRED:
        reason = (
            "AWS calls the credentials expired. Correct this machine's clock if it is "
            "wrong, or renew AccessMap's own credentials."
        )
        return Failure("failed", reason, code, operation, may_pass=True)
    if code in BAD_KEYS:
        reason = (
            f"AWS does not accept the credentials for {operation} ({code}). Check "
            "AccessMap's own credentials, and whether the region is enabled."
        )
        return Failure("failed", reason, code, operation)
    reason = f"{operation} failed with {code or 'no code'}: {message or 'no message'}"
    return Failure("failed", reason, code, operation, may_pass=status >= 500)  # noqa: PLR2004


UNREACHABLE = (
    "AWS could not be reached: {error}. Check the network, the proxy and "
    "AWS_ENDPOINT_URL."
)
NO_KEYS = (
    "No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and "
    "AWS_SECRET_ACCESS_KEY, or run where a role is attached."
)
NOT_UNDERSTOOD = (
    "What answered {action} could not be understood ({kind}: {error}). A proxy or a "
    "login page may stand between AccessMap and AWS."
)
# Errors that AWS did not answer with: type, sentence, whether trying again may help.
# The first that fits counts.
OTHERS: tuple[tuple[type[Exception], str, bool], ...] = (
    (WrongAccount, "{error}", False),
    (AnswerRefused, "{error}", True),
    (NotTold, "{error}", False),
    (NoCredentialsError, NO_KEYS, False),
    (PaginationError, "A list did not end, so it was not believed: {error}", True),
    (Unreachable, UNREACHABLE, True),
    (HTTPClientError, UNREACHABLE, True),
    # botocore dies of strange answers in its own ways: KeyError, ResponseParserError …
    (Exception, NOT_UNDERSTOOD, True),
)


def classify(error: Exception) -> Failure:
    """Say what ``error`` means for what was to be read."""
    if isinstance(error, ClientError):
        return _of_client_error(error)
    kind = type(error).__name__
    sentence, may_pass = next(
        (sentence, may_pass)
        for each, sentence, may_pass in OTHERS
        if isinstance(error, each)
    )
    action = current().last_action or "AccessMap"
    reason = sentence.format(error=error, kind=kind, action=action)
    return Failure("failed", reason, kind, may_pass=may_pass)
