"""Rows that a test needs and does not speak of: plain functions, real models."""

from __future__ import annotations

import hashlib
import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from accessmap.derive.rows import to_row
from accessmap.models import (
    Account,
    Counterparty,
    Coverage,
    Crawl,
    Document,
    Flag,
    Gap,
    Grant,
    OrganizationalUnit,
    Outcome,
    Resource,
    Role,
    Snapshot,
    User,
)
from accessmap.policy import grant as value
from accessmap.policy.kinds import (
    AccessLevel,
    PolicyKind,
    PrincipalKind,
    Verdict,
    Zone,
)
from tests.cast import AIKO, EMAIL, MANAGEMENT, ORGANIZATION, PAYMENTS, TANUKI

THEN = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)  # when the test's first crawl began
PASSWORD = "correct-horse-battery-staple"  # of every user made here
NAMES = {MANAGEMENT: "kitsune-root", PAYMENTS: "payments-prod"}
_count = itertools.count(1)


def make_user(name: str = AIKO, role: str = Role.ANALYST, **more: Any) -> User:
    """A person; an analyst unless said otherwise."""
    full_name = name.replace(".", " ").title()
    return User.objects.create_user(
        name,
        EMAIL.format(name),
        PASSWORD,
        **{"role": role, "full_name": full_name, **more},
    )


def make_crawl(state: str = Crawl.State.COMPLETE, **more: Any) -> Crawl:
    """A crawl; each one made begins an hour after the one before."""
    last = Crawl.objects.order_by("started_at").last()
    started_at = last.started_at + timedelta(hours=1) if last else THEN
    finished_at = None
    if state != Crawl.State.RUNNING:
        finished_at = more.get("started_at", started_at) + timedelta(minutes=9)
    fields = {
        "state": state,
        "organization_id": ORGANIZATION,
        "started_at": started_at,
        "finished_at": finished_at,
    }
    return Crawl.objects.create(**{**fields, **more})


def first_crawl() -> Crawl:
    """The first crawl there is, made if there is none."""
    return Crawl.objects.order_by("started_at").first() or make_crawl()


def make_unit(name: str = "Production", **more: Any) -> OrganizationalUnit:
    """An OU below the root, unless ``parent`` says where."""
    parent = more.pop("parent", None)
    unit_id = more.pop("unit_id", f"ou-k1t5-{name.lower()}")
    above = parent.path if parent else f"{ORGANIZATION}/r-k1t5/"
    fields = {"name": name, "parent": parent, "path": f"{above}{unit_id}/"}
    return OrganizationalUnit.objects.get_or_create(
        unit_id=unit_id, defaults={**fields, **more}
    )[0]


def make_account(account_id: str = PAYMENTS, name: str = "", **more: Any) -> Account:
    """A member account, once however often it is asked for."""
    fields = {
        "name": name or NAMES.get(account_id, f"account-{account_id[-4:]}"),
        "state": Account.State.ACTIVE,
        "organization_id": ORGANIZATION,
        "is_management": account_id == MANAGEMENT,
        "first_seen_at": THEN,
    }
    return Account.objects.get_or_create(
        account_id=account_id, defaults={**fields, **more}
    )[0]


def make_counterparty(
    account_id: str = TANUKI, name: str = "Tanuki Observability", **more: Any
) -> Counterparty:
    """A vendor with a name."""
    return Counterparty.objects.create(account_id=account_id, name=name, **more)


def make_resource(account: Account | None = None, **more: Any) -> Resource:
    """A role of payments-prod, unless said otherwise."""
    account_id = (account or make_account()).account_id
    number = next(_count)
    # In the order of making by name, too, whatever was made before.
    name = more.pop("name", f"role-{number:05}")
    fields = {
        "arn": f"arn:aws:iam::{account_id}:role/{name}",
        "resource_type": "AWS::IAM::Role",
        "collector": "iam",
        "first_seen_at": THEN,
    }
    return Resource.objects.create(
        account_id=account_id, name=name, **{**fields, **more}
    )


def make_report(
    role: Resource,
    tried: dict[str, str],
    *,
    service_count: int = 14,
    asked_on: str = "2026-11-23",
) -> Resource:
    """What IAM told of the services that a role tried."""
    return make_resource(
        arn=f"{role.arn}/service-last-accessed",
        name=role.name,
        resource_type="AWS::IAM::ServiceLastAccessed",
        collector="iam_last_accessed",
        facts={
            "role": role.arn,
            "asked_on": asked_on,
            "tried": tried,
            "service_count": service_count,
        },
    )


def make_bucket(account: Account | None = None, **more: Any) -> Resource:
    """A bucket."""
    name = more.pop("name", f"bucket-{next(_count)}")
    fields = {
        "arn": f"arn:aws:s3:::{name}",
        "resource_type": "AWS::S3::Bucket",
        "collector": "s3",
    }
    return make_resource(account, name=name, **{**fields, **more})


def make_document(content: object) -> Document:
    """A text, kept once."""
    text = content if isinstance(content, str) else json.dumps(content, indent=2)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document.objects.get_or_create(
        sha256=sha256, defaults={"body": text.encode()}
    )[0]


def trust(principal: object, **more: Any) -> dict[str, Any]:
    """A trust policy that lets ``principal`` in."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [{**statement, **more}]}


def make_snapshot(
    resource: Resource | None = None,
    content: object | None = None,
    *,
    kind: str = PolicyKind.TRUST,
    **more: Any,
) -> Snapshot:
    """A document in force on a resource: a trust policy for Tanuki by default."""
    crawl = more.pop("began_crawl", None) or first_crawl()
    if content is None:
        content = trust({"AWS": f"arn:aws:iam::{TANUKI}:root"})
    fields = {"began_crawl": crawl, "began_at": crawl.started_at}
    return Snapshot.objects.create(
        resource=resource or make_resource(),
        kind=kind,
        document=make_document(content),
        **{**fields, **more},
    )


def grant_value(resource: Resource, **more: Any) -> value.Grant:
    """What the engine would say: Tanuki may become the role."""
    says = value.Grant(
        resource=resource.arn,
        resource_type=resource.resource_type,
        resource_account=resource.account_id,
        policy_kind=PolicyKind.TRUST,
        principal=value.Principal(PrincipalKind.ACCOUNT, TANUKI, TANUKI),
        zone=Zone.EXTERNAL,
        verdict=Verdict.EXTERNAL,
        actions=("sts:AssumeRole",),
        access_levels=(AccessLevel.WRITE,),
        statements=(0,),
        witness={
            "caller": f"arn:aws:iam::{TANUKI}:role/anything",
            "action": "sts:AssumeRole",
            "resource": resource.arn,
        },
    )
    return says._replace(**more)


def make_grant(
    resource: Resource | None = None,
    *,
    flags: tuple[str, ...] = (),
    crawl: Crawl | None = None,
    **more: Any,
) -> Grant:
    """A current grant: Tanuki may become a role. ``more`` are fields of the value."""
    resource = resource or make_resource()
    snapshot = resource.snapshots.current().first() or make_snapshot(resource)
    row = to_row(
        grant_value(resource, **more), snapshot=snapshot, crawl=crawl or first_crawl()
    )
    row.save()
    for rule_id in flags:
        Flag.objects.create(grant=row, rule_id=rule_id, severity="high")
    return row


def end_grant(grant: Grant, crawl: Crawl | None = None) -> Grant:
    """The grant is gone, as a later crawl saw: its policy is another one, or none."""
    crawl = grant.ended_crawl = crawl or make_crawl()
    grant.ended_at = crawl.started_at
    grant.save()
    snapshot = grant.snapshot
    if snapshot.ended_at is None:
        snapshot.ended_crawl, snapshot.ended_at = crawl, crawl.started_at
        snapshot.save()
        if grant.resource.grants.current().exists():
            policy = {**json.loads(snapshot.document.text), "Id": f"crawl-{crawl.pk}"}
            kind = snapshot.kind
            make_snapshot(grant.resource, policy, kind=kind, began_crawl=crawl)
    return grant


def make_coverage(crawl: Crawl | None = None, **more: Any) -> Coverage:
    """One scope read to the end: IAM of payments-prod, unless said otherwise."""
    crawl = crawl or first_crawl()
    fields = {
        "account_id": PAYMENTS,
        "collector": "iam",
        "service": "iam",
        "outcome": Outcome.COMPLETE,
        "item_count": 1,
        "started_at": crawl.started_at,
        "finished_at": crawl.started_at + timedelta(minutes=1),
    }
    return Coverage.objects.create(crawl=crawl, **{**fields, **more})


def make_gap(coverage: Coverage, arn: str, **more: Any) -> Gap:
    """One resource that is there and could not be read."""
    Coverage.objects.filter(pk=coverage.pk).update(gap_count=coverage.gap_count + 1)
    return Gap.objects.create(
        coverage=coverage, arn=arn, **{"outcome": Outcome.DENIED, **more}
    )
