from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from accessmap.collectors import iam_last_accessed
from accessmap.crawl.look import Reading
from accessmap.demo.answer import as_xml
from accessmap.demo.last_accessed import NAMESPACE
from accessmap.models import Resource, Snapshot
from tests.accessmap.aws_world import World, answer, denied, fault, lets_in, trust
from tests.accessmap.collectors.seeing import see
from tests.accessmap.crawl.crawling import crawl

pytestmark = pytest.mark.aws
GENERATE, GET = (f"{verb}ServiceLastAccessedDetails" for verb in ("Generate", "Get"))
TODAY = datetime.now(tz=UTC).date().isoformat()


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(iam_last_accessed, "PAUSE", 0.0)


def looked(world: World) -> Reading:
    return see("iam_last_accessed", world.payments)


def vendor(world: World) -> str:
    return f"arn:aws:iam::{world.payments}:role/vendor-readonly"


def place(world: World) -> str:
    """Its report; beside it is that of OrganizationAccountAccessRole."""
    return f"{vendor(world)}/service-last-accessed"


def said(inner: str) -> Any:
    made = as_xml(GET, inner, NAMESPACE)
    return answer(200, made.body.decode(), made.content_type)


def report(*services: str, more: str = "<IsTruncated>false</IsTruncated>") -> Any:
    listed = "".join(
        f"<member><ServiceName>x</ServiceName><ServiceNamespace>{each}"
        "</ServiceNamespace><LastAuthenticated>2026-11-03T08:00:00Z"
        "</LastAuthenticated></member>"
        for each in services
    )
    return said(
        "<JobStatus>COMPLETED</JobStatus>"
        "<JobCreationDate>2026-11-23T08:00:00Z</JobCreationDate>"
        "<JobCompletionDate>2026-11-23T08:00:02Z</JobCompletionDate>"
        f"<ServicesLastAccessed>{listed}</ServicesLastAccessed>{more}"
    )


def fields(request: Any) -> dict[str, str]:
    body = request.body
    text = body.decode() if isinstance(body, bytes) else str(body)
    return {key: values[0] for key, values in parse_qs(text).items()}


def test_only_roles_that_let_another_account_in_are_asked(world: World) -> None:
    iam = world.client("iam", world.payments)
    for name, policy in {
        "own": trust(f"arn:aws:iam::{world.payments}:root"),
        "service": trust("x").replace('"AWS": "x"', '"Service": "ec2.amazonaws.com"'),
        "of-shop": trust(f"arn:aws:iam::{world.shop}:root"),
    }.items():
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy)
    asked = []

    with fault("iam", GENERATE, lambda request: asked.append(fields(request)["Arn"])):
        found = looked(world)

    assert {arn.rpartition("/")[2] for arn in asked} == {
        "OrganizationAccountAccessRole",
        "of-shop",
        "vendor-readonly",
    }
    assert set(found.sightings) == {f"{arn}/service-last-accessed" for arn in asked}


def test_what_was_tried_and_how_much_is_allowed_are_facts(world: World) -> None:
    with fault("iam", GET, lambda _: report("s3", "kms")):
        found = looked(world)

    seen = found.sightings[place(world)]
    assert seen.documents == {}
    assert seen.facts == {
        "role": vendor(world),
        "asked_on": "2026-11-23",
        "tried": dict.fromkeys(("s3", "kms"), "2026-11-03T08:00:00+00:00"),
        "service_count": 2,
    }


def test_a_report_that_is_being_made_is_waited_for(world: World) -> None:
    waits = [said("<JobStatus>IN_PROGRESS</JobStatus>") for _ in range(3)]

    with fault("iam", GET, lambda _: waits.pop() if waits else report("s3")):
        found = looked(world)

    assert not waits
    assert found.sightings[place(world)].facts["service_count"] == 1


@pytest.mark.parametrize(
    ("inner", "why"),
    [
        ("<JobStatus>IN_PROGRESS</JobStatus>", "was not ready in time"),
        (
            (
                "<JobStatus>FAILED</JobStatus><Error><Message>too many</Message>"
                "<Code>Busy</Code></Error>"
            ),
            "could not report which services the role tried (Busy: too many)",
        ),
    ],
)
def test_a_report_that_is_never_made_is_a_gap(
    world: World, inner: str, why: str
) -> None:
    with fault("iam", GET, lambda _: said(inner)):
        found = looked(world)

    gap = found.gaps[place(world)]
    assert why in gap.failure.reason
    assert "proxy" not in gap.failure.reason
    assert (found.failure, found.sightings) == (None, {})


def test_a_long_report_is_read_to_its_end(world: World) -> None:
    def page(request: Any) -> Any:
        if fields(request).get("Marker") == "two":
            return report("s3")
        return report("kms", more="<IsTruncated>true</IsTruncated><Marker>two</Marker>")

    with fault("iam", GET, page):
        found = looked(world)

    seen = found.sightings[place(world)]
    assert sorted(seen.facts["tried"]) == ["kms", "s3"]


@pytest.mark.parametrize("marker", ["", "<Marker>again</Marker>"])
def test_a_report_without_an_end_is_a_gap(world: World, marker: str) -> None:
    cut = f"<IsTruncated>true</IsTruncated>{marker}"

    with fault("iam", GET, lambda _: report("s3", more=cut)):
        found = looked(world)

    gap = found.gaps[place(world)]
    assert "there is more, and not where" in gap.failure.reason


def test_a_role_that_is_gone_meanwhile_is_left_out(world: World) -> None:
    with fault("iam", GENERATE, lambda _: denied("gone", code="NoSuchEntity")):
        found = looked(world)

    assert (found.failure, found.gaps, found.sightings) == (None, {}, {})


@pytest.mark.parametrize("operation", ["ListRoles", GENERATE])
def test_a_refusal_loses_this_and_nothing_else_of_iam(
    world: World, operation: str
) -> None:
    with fault("iam", operation, lambda _: denied()):
        found = looked(world)

    assert found.failure is not None
    assert found.failure.outcome == "denied"
    assert see("iam", world.payments).failure is None or operation == "ListRoles"


def test_a_report_that_may_not_be_read_is_a_gap(world: World) -> None:
    with fault("iam", GET, lambda _: denied()):
        found = looked(world)

    gap = found.gaps[place(world)]
    assert f"iam:{GET}" in gap.failure.reason


def test_a_second_crawl_writes_facts_and_no_snapshot(world: World) -> None:
    only = {"services": ["iam_last_accessed"]}
    with fault("iam", GET, lambda _: report("s3")):
        crawl(only)
    with fault("iam", GET, lambda _: report("s3", "kms")):
        crawl(only)

    row = Resource.objects.get(arn=place(world))
    assert sorted(row.facts["tried"]) == ["kms", "s3"]
    assert not Snapshot.objects.exists()


def test_the_emulator_tells_what_the_policies_allow(world: World) -> None:
    iam = world.client("iam", world.payments)
    own = iam.create_policy(
        PolicyName="keys", PolicyDocument=lets_in("*", "kms:Decrypt")
    )["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="vendor-readonly", PolicyArn=own)

    found = looked(world)

    assert found.gaps == {}
    assert found.sightings[place(world)].facts == {
        "role": vendor(world),
        "asked_on": TODAY,
        "tried": {},
        "service_count": 2,  # s3 by the inline policy
    }
