"""CloudTrail's event history: who from elsewhere became which role, day by day.

The history is AWS's own: 90 days, whether or not there is a trail. It is asked for
four events, newest first, and no further than ``MOST_PAGES``: AWS answers two calls a
second, and every service that becomes a role writes such an event. Where that was not
all, each role that lets another account in is asked for by its name. How far back all
that reached stands in the sighting's facts.

AWS: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from accessmap.aws.collector import Collector, Sighting, Use, Where, register
from accessmap.aws.crossing import crossing_roles
from accessmap.aws.session import client as other_client
from accessmap.aws.watch import current

if TYPE_CHECKING:
    from mypy_boto3_cloudtrail import CloudTrailClient

DAYS = 90  # what the event history keeps
PAGE = 50  # the most that one answer holds
MOST_PAGES = 20  # of each event: some ten seconds
PAGES_OF_ROLE = 5  # of each role, where all events together were too many
PAGES_OF_ROLES = 100  # of all of them
LIST_ROLES = "iam:ListRoles"
SWITCH = "SwitchRole"
# https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
EVENTS = ("AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", SWITCH)


@dataclass
class Found:
    """The uses of roles, summed up, and which events told of which role."""

    where: Where
    uses: dict[tuple[str, ...], Use] = field(default_factory=dict)
    told_of: dict[str, dict[str, datetime]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def take(self, event: Mapping[str, Any]) -> None:
        """Take one event."""
        at: datetime = event["EventTime"].astimezone(UTC)
        told = json.loads(event["CloudTrailEvent"])
        role = str((told.get("requestParameters") or {}).get("roleArn") or "")
        self.told_of[role][event["EventId"]] = at
        use = use_of(event["EventName"], told, at, self.where)
        if use is not None:
            key = (use.role_arn, use.event, use.caller)
            self.uses[key] = self.uses[key] + use if key in self.uses else use

    def widen(self, more: Found) -> None:
        """Add what another reading of the same days told: the larger number counts."""
        for key, use in more.uses.items():
            mine = self.uses.get(key, use)
            days = {
                day: max(mine.days.get(day, 0), use.days.get(day, 0))
                for day in sorted({*mine.days, *use.days})
            }
            self.uses[key] = replace(mine + use, days=days)


@register
class EventHistory(Collector):
    """The event history of a region, and every use of a role that it tells of."""

    resource_type = "AWS::CloudTrail::EventHistory"
    service = "cloudtrail"
    permissions = ("cloudtrail:LookupEvents", LIST_ROLES)

    def find(self, client: CloudTrailClient, where: Where) -> Iterator[Sighting | Use]:
        """Yield the uses, each summed up, and the history with how far it reached."""
        found = Found(where)
        reached = {}
        for name in EVENTS:
            oldest = _look_up(client, "EventName", name, MOST_PAGES, found)[0]
            if oldest is not None:
                reached[name] = oldest.date().isoformat()
        facts: dict[str, Any] = {"days": DAYS}
        facts["since"] = max(reached.values(), default="")
        if reached.keys() - {SWITCH}:
            whole = _by_role(client, found)
            # Who switched role is told by no role's name: where that was cut, all are.
            facts["whole_roles"] = [] if SWITCH in reached else whole
        yield from found.uses.values()
        arn = where.arn("cloudtrail", "event-history")
        yield Sighting(arn=arn, name=where.region, facts=facts)

    def read(
        self, client: CloudTrailClient, handle: Sighting | Use, where: Where
    ) -> Sighting | Use:
        """Keep what was looked up; no further call is needed."""
        return handle


def _by_role(client: CloudTrailClient, found: Found) -> list[str]:
    """Add what the names of roles tell; return those told of to the end.

    That CloudTrail finds a use by the role's ARN is proven each time, by events that
    are known already: where one of them is not found so, or none could be, no role
    counts as told of to the end.
    """
    try:
        roles = crossing_roles(other_client("iam"), found.where)
    except ClientError as error:
        place = replace(found.where, region="").arn("iam", "role/*")
        current().missed[place] = error, LIST_ROLES
        return []
    whole: list[str] = []
    is_proven, left = False, PAGES_OF_ROLES
    more = Found(found.where)
    for arn in sorted(each["Arn"] for each in roles):
        most = min(PAGES_OF_ROLE, left)
        if not most:
            break
        oldest, pages = _look_up(client, "ResourceName", arn, most, more)
        left -= pages
        known = found.told_of[arn].items()
        due = {event for event, at in known if oldest is None or at > oldest}
        if due - more.told_of[arn].keys():
            whole.clear()
            break
        is_proven = is_proven or bool(due)
        if oldest is None:
            whole.append(arn)
    found.widen(more)
    return whole if is_proven else []


def _look_up(
    client: CloudTrailClient, key: Any, value: str, most: int, found: Found
) -> tuple[datetime | None, int]:
    """Take what one lookup tells; return the oldest time if there was more, and pages.

    A role's name finds whatever else was done with the role, too.
    """
    pages = client.get_paginator("lookup_events").paginate(
        LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}],
        PaginationConfig={"PageSize": PAGE},
    )
    oldest, number = datetime.now(tz=UTC), 0
    for number, page in enumerate(pages, start=1):
        for event in page["Events"]:
            oldest = event["EventTime"].astimezone(UTC)
            if event["EventName"] in EVENTS:
                found.take(event)
        if number == most and page.get("NextToken"):
            return oldest, number
    return None, number


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
