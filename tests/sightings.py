"""Rows of what is seen beside grants: links by network, uses of roles."""

from __future__ import annotations

import itertools
from typing import Any

from accessmap.models import NetworkKind, Resource, RoleUse
from tests.cast import PAYMENTS, TANUKI
from tests.rows import THEN, first_crawl

_count = itertools.count(1)


def make_link(
    near: str,
    far: str,
    *,
    told_by: str = "",
    name: str = "",
    state: str = "active",
) -> Resource:
    """A VPC peering connection, as one of its sides tells of it."""
    name = name or f"pcx-{next(_count):08d}"
    told_by = told_by or near
    ends = [
        {"account": each, "network": f"vpc-{each[-8:]}", "region": "ap-northeast-1"}
        for each in (near, far)
    ]
    place = f"ap-northeast-1:{told_by}"
    return Resource.objects.create(
        arn=f"arn:aws:ec2:{place}:vpc-peering-connection/{name}",
        resource_type=NetworkKind.PEERING,
        account_id=told_by,
        region="ap-northeast-1",
        collector="vpc_peering",
        name=name,
        facts={"link": name, "state": state, "from": ends[0], "to": ends[1]},
        first_seen_at=THEN,
    )


def make_history(account_id: str = PAYMENTS, *, since: str = "") -> Resource:
    """CloudTrail's event history of an account's one region, as it was read."""
    return Resource.objects.create(
        arn=f"arn:aws:cloudtrail:eu-west-1:{account_id}:event-history",
        resource_type="AWS::CloudTrail::EventHistory",
        account_id=account_id,
        region="eu-west-1",
        collector="event_history",
        name="eu-west-1",
        facts={"days": 90, "since": since},
        first_seen_at=THEN,
    )


def make_use(
    role: Resource,
    caller: str = "AROA3TANUKIPOLLER",
    *,
    account: str = TANUKI,
    times: int = 1,
    **more: Any,
) -> RoleUse:
    """Uses of a role by one caller, all on the day of the first crawl."""
    words = {
        "region": "eu-west-1",
        "event": "AssumeRole",
        "first_at": THEN,
        "last_at": THEN,
        "days": {THEN.date().isoformat(): times},
        "began_crawl": more.pop("crawl", None) or first_crawl(),
    }
    return RoleUse.objects.create(
        account_id=role.account_id,
        role_arn=role.arn,
        caller=caller,
        caller_account=account,
        **{**words, **more},
    )
