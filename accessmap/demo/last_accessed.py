"""IAM's service last accessed, which moto lacks: made from the policies of its roles.

What a role tried is drawn from its name, so it is the same in every crawl; one that was
never used tried nothing.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from accessmap.demo.answer import QUERY_ERROR, Answer, as_xml, missing_xml
from accessmap.demo.asked import Asked

NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/"
# What a policy over everything is told to allow; AWS names some four hundred.
EVERYTHING = (
    *("athena", "cloudformation", "cloudtrail", "cloudwatch", "config", "dynamodb"),
    *("ec2", "ecr", "ecs", "eks", "elasticloadbalancing", "es", "events", "glue"),
    *("guardduty", "iam", "kinesis", "kms", "lambda", "logs", "organizations", "ram"),
    *("rds", "redshift", "route53", "s3", "secretsmanager", "sns", "sqs", "ssm", "sts"),
)
JOB_LENGTH = 36


def answer(asked: Asked) -> Answer | None:
    """Answer the two calls of a report; the rest of IAM is moto's."""
    match asked.form.get("Action"):
        case "GenerateServiceLastAccessedDetails" as operation:
            arn = asked.form["Arn"]
            account, name = arn.split(":")[4], arn.rpartition("/")[2]
            if _role(account, name) is None:
                return _none(arn)
            # AWS's ids are as long, and no name of a role has a slash.
            job = f"{account}/{name}".ljust(JOB_LENGTH, "/")
            return as_xml(operation, f"<JobId>{job}</JobId>", NAMESPACE)
        case "GetServiceLastAccessedDetails" as operation:
            account, name, *_padding = asked.form["JobId"].split("/")
            role = _role(account, name)
            return (
                _none(name)
                if role is None
                else as_xml(operation, _report(role), NAMESPACE)
            )
    return None


def _none(name: str) -> Answer:
    return missing_xml(QUERY_ERROR, "NoSuchEntity", f"{name} cannot be found.")


def _role(account: str, name: str) -> Any:
    from moto.backends import get_backend

    stores = get_backend("iam")[account].values()
    roles = [role for store in stores for role in store.roles.values()]
    return next((each for each in roles if each.name == name), None)


def _report(role: Any) -> str:
    now = datetime.now(tz=UTC).replace(microsecond=0).isoformat()
    tried = _tried(role)
    listed = "".join(
        f"<member><ServiceName>{each}</ServiceName>"
        f"<ServiceNamespace>{each}</ServiceNamespace>"
        f"<TotalAuthenticatedEntities>{int(each in tried)}</TotalAuthenticatedEntities>"
        + (
            f"<LastAuthenticated>{tried[each].isoformat()}</LastAuthenticated>"
            if each in tried
            else ""
        )
        + "</member>"
        for each in _allowed(role)
    )
    return (
        "<JobStatus>COMPLETED</JobStatus><JobType>SERVICE_LEVEL</JobType>"
        f"<JobCreationDate>{now}</JobCreationDate>"
        f"<JobCompletionDate>{now}</JobCompletionDate>"
        f"<ServicesLastAccessed>{listed}</ServicesLastAccessed>"
        "<IsTruncated>false</IsTruncated>"
    )


def _allowed(role: Any) -> list[str]:
    """Return the services of which its policies allow something."""
    texts = [*role.policies.values()]
    texts += [
        version.document
        for policy in role.managed_policies.values()
        for version in policy.versions
        if version.version_id == policy.default_version_id
    ]
    found = {each for text in texts for each in _services(json.loads(text))}
    return sorted(EVERYTHING if "*" in found else found)


def _services(policy: Any) -> Iterator[str]:
    statements = policy["Statement"]
    for each in statements if isinstance(statements, list) else [statements]:
        if each["Effect"] != "Allow":
            continue
        if "Action" not in each:
            yield "*"
        actions = each.get("Action", [])
        for action in [actions] if isinstance(actions, str) else actions:
            yield action.partition(":")[0]


def _tried(role: Any) -> Mapping[str, datetime]:
    """Return what a role tried, and when; the last of it when it was last used."""
    if role.last_used is None:
        return {}
    last = role.last_used.replace(tzinfo=UTC, microsecond=0)
    drawn = sorted(_allowed(role), key=lambda each: _number(f"{role.name}{each}"))
    few = drawn[: 1 + _number(role.name) % 3]
    return {each: last - timedelta(days=9 * at) for at, each in enumerate(few)}


def _number(text: str) -> int:
    """Return the same number for the same text in every process."""
    return zlib.crc32(text.encode())
