"""CloudTrail: an account's trail, and the event history, which moto has not.

AWS: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/Welcome.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from accessmap.demo.answer import Answer, as_json
from accessmap.demo.asked import Asked
from accessmap.demo.shapes import TOKYO, Used, Wrote
from accessmap.demo.uses import UNLOGGED
from accessmap.demo.writes import WRITES

PAGE = 50
SPAN = 80  # days over which uses are spread, inside the 90 that AWS keeps
TRAIL = "account-trail"
HOME = "us-east-1"
CHANGED = "UpdateAssumeRolePolicy"


def answer(asked: Asked, uses: Sequence[Used]) -> Answer | None:
    """Answer one call."""
    match asked.target.rpartition(".")[2]:
        case "LookupEvents":
            return _events(asked, uses)
        case "DescribeTrails":
            is_logged = asked.account not in UNLOGGED
            return as_json({"trailList": [_trail(asked)] if is_logged else []})
        case "GetTrailStatus":
            return as_json({"IsLogging": True})
        case "GetEventSelectors":
            chosen = {"ReadWriteType": "All", "IncludeManagementEvents": True}
            return as_json({"TrailARN": _arn(asked), "EventSelectors": [chosen]})
    return None


def _arn(asked: Asked) -> str:
    return f"arn:aws:cloudtrail:{TOKYO}:{asked.account}:trail/{TRAIL}"


def _trail(asked: Asked) -> dict[str, Any]:
    return {
        "Name": TRAIL,
        "TrailARN": _arn(asked),
        "HomeRegion": TOKYO,
        "IsMultiRegionTrail": True,
        "IsOrganizationTrail": False,
    }


def _events(asked: Asked, uses: Sequence[Used]) -> Answer:
    """Answer with one page of the events that are asked for, newest first."""
    [wanted] = asked.json["LookupAttributes"]
    start = int(asked.json.get("NextToken") or 0)
    told = [*_used(asked, uses), *_written(asked)]
    found = sorted(
        (each for each in told if _is_wanted(each, **wanted)),
        key=lambda each: (each["EventTime"], each["EventId"]),
        reverse=True,
    )
    body: dict[str, Any] = {"Events": found[start : start + PAGE]}
    if start + PAGE < len(found):
        body["NextToken"] = str(start + PAGE)
    return as_json(body)


def _is_wanted(event: dict[str, Any], AttributeKey: str, AttributeValue: str) -> bool:  # noqa: N803
    if AttributeKey != "ResourceName":
        return bool(event.get(AttributeKey) == AttributeValue)
    named = event.get("Resources", ())
    return any(each["ResourceName"] == AttributeValue for each in named)


def _used(asked: Asked, uses: Sequence[Used]) -> Iterator[dict[str, Any]]:
    """Yield the uses of roles of the account, where they are written down."""
    for use in uses:
        if use.account == asked.account and asked.region == TOKYO:
            for at in _times(use):
                yield _event(at, use)


def _written(asked: Asked) -> Iterator[dict[str, Any]]:
    """Yield the changes of trust in the account: IAM's events are in one region."""
    for write in WRITES:
        if write.account == asked.account and asked.region == HOME:
            yield _write(write)


def _write(write: Wrote) -> dict[str, Any]:
    """Return one change of whom a role trusts.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
    """
    today = datetime.now(tz=UTC).replace(minute=40, second=0, microsecond=0)
    at = today - timedelta(days=write.days_ago, hours=3)
    account = write.account
    session = f"arn:aws:sts::{account}:assumed-role/{write.by_role}/{write.session}"
    issuer = f"arn:aws:iam::{account}:role/{write.by_role}"
    told = {
        "eventSource": "iam.amazonaws.com",
        "eventName": CHANGED,
        "eventTime": at.isoformat(),
        "userIdentity": {
            "type": "AssumedRole",
            "arn": session,
            "accountId": account,
            "sessionContext": {"sessionIssuer": {"type": "Role", "arn": issuer}},
        },
        "requestParameters": {"roleName": write.role},
    }
    return {
        "EventId": f"{write.role}-{at.timestamp():.0f}",
        "EventName": CHANGED,
        "EventSource": "iam.amazonaws.com",
        "EventTime": at.timestamp(),
        "ReadOnly": "false",
        "CloudTrailEvent": json.dumps(told),
    }


def _name(use: Used) -> str:
    return "AssumeRole" if use.caller_account else "AssumeRoleWithWebIdentity"


def _times(use: Used) -> list[datetime]:
    """Return when it happened: evenly, back from the last time."""
    today = datetime.now(tz=UTC).replace(minute=20, second=0, microsecond=0)
    last = today - timedelta(days=use.last_days_ago, hours=2)
    step = timedelta(days=(SPAN - use.last_days_ago) / use.times)
    return [last - step * at for at in range(use.times)]


def _event(at: datetime, use: Used) -> dict[str, Any]:
    """Return one event.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
    """
    who: dict[str, Any] = {
        "type": "AWSAccount",
        "principalId": f"{use.caller}:session",
        "accountId": use.caller_account,
    }
    if not use.caller_account:
        who = {"type": "WebIdentityUser", "identityProvider": use.caller}
    role = f"arn:aws:iam::{use.account}:role/{use.role}"
    told = {
        "eventSource": "sts.amazonaws.com",
        "eventName": _name(use),
        "eventTime": at.isoformat(),
        "userIdentity": who,
        "requestParameters": {"roleArn": role},
    }
    return {
        "EventId": f"{use.role}-{at.timestamp():.0f}",
        "EventName": _name(use),
        "EventSource": "sts.amazonaws.com",
        "ReadOnly": "true",
        "Resources": [{"ResourceType": "AWS::IAM::Role", "ResourceName": role}],
        "EventTime": at.timestamp(),
        "CloudTrailEvent": json.dumps(told),
    }
