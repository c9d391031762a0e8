"""CloudTrail's event history: who from elsewhere became which role, day by day.

The history is AWS's own: 90 days, whether or not there is a trail. It is asked for
four events, newest first, and no further than ``MOST_PAGES``: AWS answers two calls a
second. How far back that reached stands in the sighting's facts.

AWS: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import Collector, Sighting, Use, Where, register

if TYPE_CHECKING:
    from mypy_boto3_cloudtrail import CloudTrailClient

DAYS = 90  # what the event history keeps
PAGE = 50  # the most that one answer holds
MOST_PAGES = 20  # of each event: some ten seconds
SWITCH = "SwitchRole"
# https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
EVENTS = ("AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", SWITCH)


@register
class EventHistory(Collector):
    """The event history of a region, and every use of a role that it tells of."""

    resource_type = "AWS::CloudTrail::EventHistory"
    service = "cloudtrail"
    permissions = ("cloudtrail:LookupEvents",)

    def find(self, client: CloudTrailClient, where: Where) -> Iterator[Sighting | Use]:
        """Yield the uses, each summed up, and the history with how far it reached."""
        found: dict[tuple[str, ...], Use] = {}
        reached = []
        for name in EVENTS:
            oldest = _look_up(client, name, where, found)
            if oldest is not None:
                reached.append(oldest.astimezone(UTC).date().isoformat())
        yield from found.values()
        facts = {"days": DAYS, "since": max(reached, default="")}
        arn = where.arn("cloudtrail", "event-history")
        yield Sighting(arn=arn, name=where.region, facts=facts)

    def read(
        self, client: CloudTrailClient, handle: Sighting | Use, where: Where
    ) -> Sighting | Use:
        """Keep what was looked up; no further call is needed."""
        return handle


def _look_up(
    client: CloudTrailClient,
    name: str,
    where: Where,
    found: dict[tuple[str, ...], Use],
) -> datetime | None:
    """Sum up one kind of event; return the oldest time read where not all was."""
    pages = client.get_paginator("lookup_events").paginate(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}],
        PaginationConfig={"PageSize": PAGE},
    )
    oldest: datetime | None = None
    for number, page in enumerate(pages, start=1):
        for event in page["Events"]:
            oldest = event["EventTime"]
            at = oldest.astimezone(UTC)
            use = use_of(name, json.loads(event["CloudTrailEvent"]), at, where)
            if use is not None:
                key = (use.role_arn, use.event, use.caller)
                found[key] = found[key] + use if key in found else use
        if number == MOST_PAGES and page.get("NextToken"):
            return oldest
    return None


def use_of(
    name: str, told: Mapping[str, Any], at: datetime, where: Where
) -> Use | None:
    """Return a use from elsewhere; None for services, refusals, and its own account."""
    if told.get("errorCode"):
        return None
    who = told.get("userIdentity") or {}
    if name == SWITCH:
        role, caller, account = _switched(who, told)
    else:
        role = str((told.get("requestParameters") or {}).get("roleArn") or "")
        caller, account = _caller(who, told)
    if not caller or account == where.account_id or _account(role) != where.account_id:
        return None
    return Use(role, caller, account, name, {at.date().isoformat(): 1}, at, at)


def _caller(who: Mapping[str, Any], told: Mapping[str, Any]) -> tuple[str, str]:
    """Return who called, without the session's name, and from which account.

    A caller of another account is told by id alone (AROA…:session), a federated one by
    the provider that vouched for it; whom it vouched for is not kept.
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
    """
    match who.get("type"):
        case "AWSService":
            return "", ""
        case "SAMLUser":
            asked = told.get("requestParameters") or {}
            return str(asked.get("principalArn") or who.get("identityProvider")), ""
        case "WebIdentityUser":
            return str(who.get("identityProvider") or ""), ""
    issuer = (who.get("sessionContext") or {}).get("sessionIssuer") or {}
    named = str(issuer.get("arn") or who.get("arn") or "")
    by_id = str(who.get("principalId") or "").partition(":")[0]
    return named or by_id, str(who.get("accountId") or "")


def _switched(who: Mapping[str, Any], told: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return role, caller and account of a console user who switched role.

    The event is written as the role's session, and names whence it came.
    """
    session = (who.get("sessionContext") or {}).get("sessionIssuer") or {}
    came = str((told.get("additionalEventData") or {}).get("SwitchFrom") or "")
    role = str(session.get("arn") or _role_of_session(str(who.get("arn") or "")))
    return role, _role_of_session(came) or came, _account(came)


def _role_of_session(arn: str) -> str:
    """Return the role of arn:aws:sts::…:assumed-role/name/session; else nothing."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or not parts[5].startswith("assumed-role/"):  # noqa: PLR2004
        return ""
    name = parts[5].split("/")[1]
    return f"{parts[0]}:{parts[1]}:iam::{parts[4]}:role/{name}"


def _account(arn: str) -> str:
    return arn.split(":")[4] if _is_arn(arn) and arn.count(":") > 4 else ""  # noqa: PLR2004


def _is_arn(text: object) -> bool:
    return str(text).startswith("arn:")
