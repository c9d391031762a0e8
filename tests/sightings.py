"""Rows of what is seen beside grants: links by network, uses of roles, writers."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from accessmap.models import (
    NetworkKind,
    PolicyWriting,
    Resource,
    RoleUse,
    WrittenSpan,
)
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
    kind: NetworkKind = NetworkKind.PEERING,
    networks: tuple[str, str] = ("", ""),
) -> Resource:
    """A VPC peering connection, or another link, as one of its sides tells of it."""
    name = name or f"pcx-{next(_count):08d}"
    told_by = told_by or near
    ends = [
        {"account": each, "network": network, "region": "ap-northeast-1"}
        for each, named in zip((near, far), networks, strict=True)
        for network in [named or f"vpc-{each[-8:]}"]
    ]
    place = f"ap-northeast-1:{told_by}"
    return Resource.objects.create(
        arn=f"arn:aws:ec2:{place}:vpc-peering-connection/{name}",
        resource_type=kind,
        account_id=told_by,
        region="ap-northeast-1",
        collector="vpc_peering",
        name=name,
        facts={"link": name, "state": state, "from": ends[0], "to": ends[1]},
        first_seen_at=THEN,
    )


def make_attachment(near: str, hub: str) -> Resource:
    """A VPC of an account on the transit gateway of another."""
    networks = (f"vpc-{near[-8:]}", "tgw-hub")
    return make_link(
        near,
        hub,
        name=f"tgw-attach-{near}",
        state="available",
        kind=NetworkKind.TRANSIT,
        networks=networks,
    )


def make_history(
    account_id: str = PAYMENTS, *, region: str = "eu-west-1", since: str = ""
) -> Resource:
    """CloudTrail's event history of one region of an account, as it was read."""
    return Resource.objects.create(
        arn=f"arn:aws:cloudtrail:{region}:{account_id}:event-history",
        resource_type="AWS::CloudTrail::EventHistory",
        account_id=account_id,
        region=region,
        collector="event_history",
        name=region,
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


def make_span(account_id: str = PAYMENTS, **more: Any) -> WrittenSpan:
    """The writes of an account are known: those of IAM, for ninety days."""
    words = {
        "region": "us-east-1",
        "since_at": THEN - timedelta(days=90),
        "until_at": THEN + timedelta(days=9),
    }
    return WrittenSpan.objects.create(account_id=account_id, **{**words, **more})


def make_writing(resource: Resource, who: str, **more: Any) -> PolicyWriting:
    """Somebody last wrote a role's trust policy, an hour before the first crawl."""
    user = f"arn:aws:iam::{resource.account_id}:user/{who}"
    words = {
        "region": "us-east-1",
        "service": "iam",
        "kind": "trust",
        "named": resource.arn,
        "event": "UpdateAssumeRolePolicy",
        "at": THEN - timedelta(hours=1),
        "writer": user,
        "name": who,
        "is_person": True,
        "began_crawl": first_crawl(),
    }
    return PolicyWriting.objects.create(
        account_id=resource.account_id, **{**words, **more}
    )
