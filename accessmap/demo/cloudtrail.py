"""CloudTrail: an account's trail, and the event history, which moto has not.

AWS: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/Welcome.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from accessmap.demo.answer import Answer, as_json
from accessmap.demo.asked import Asked
from accessmap.demo.shapes import TOKYO, Used
from accessmap.demo.uses import UNLOGGED

PAGE = 50
SPAN = 80  # days over which uses are spread, inside the 90 that AWS keeps
TRAIL = "account-trail"


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
    """Answer with one page of events of one name, newest first."""
    [wanted] = asked.json["LookupAttributes"]
    start = int(asked.json.get("NextToken") or 0)
    found = sorted(
        (
            (at, use)
            for use in uses
            if use.account == asked.account and asked.region == TOKYO
            if _name(use) == wanted["AttributeValue"]
            for at in _times(use)
        ),
        key=lambda each: (each[0], each[1].caller),
        reverse=True,
    )
    page = found[start : start + PAGE]
    body: dict[str, Any] = {"Events": [_event(at, use) for at, use in page]}
    if start + PAGE < len(found):
        body["NextToken"] = str(start + PAGE)
    return as_json(body)


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
        "EventTime": at.timestamp(),
        "CloudTrailEvent": json.dumps(told),
    }
