from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accessmap.aws.collector import Written
from accessmap.collectors import policy_writers
from accessmap.crawl.look import Reading
from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOME = "us-east-1"


def write(
    name: str, asked: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """One write as LookupEvents gives it, by Rin unless said otherwise."""
    service = more.pop("service", "iam")
    who = more.pop("who", cast.RIN)
    arn = f"arn:aws:iam::{cast.PAYMENTS}:user/{who}"
    told = {
        "eventName": name,
        "userIdentity": {"type": "IAMUser", "arn": arn, "userName": who},
        "requestParameters": asked,
        **more,
    }
    return {
        "EventId": "e-1",
        "EventName": name,
        "EventSource": f"{service}.amazonaws.com",
        "EventTime": more.get("at", NOON).timestamp(),
        "CloudTrailEvent": json.dumps(told, default=str),
    }


def history(*events: dict[str, Any], too_many: bool = False) -> Any:
    """Answer with all writes, or with those of one name; ``too_many`` never ends."""

    def answering(request: Any) -> Any:
        [wanted] = json.loads(request.body)["LookupAttributes"]
        if wanted == {"AttributeKey": "ReadOnly", "AttributeValue": "false"}:
            told: dict[str, Any] = {"Events": list(events)}
            if too_many:
                told["NextToken"] = f"more-{len(request.body)}-{request.body[-9:]!r}"
        else:
            assert wanted["AttributeKey"] == "EventName"
            name = wanted["AttributeValue"]
            told = {"Events": [e for e in events if e["EventName"] == name]}
        return answer(200, json.dumps(told), "application/x-amz-json-1.1")

    return answering


def look(world: World, *events: dict[str, Any], region: str = REGION) -> Reading:
    with fault("cloudtrail", "LookupEvents", history(*events)):
        return see("policy_writers", world.payments, region)


def written(reading: Reading) -> list[tuple[str, str, str]]:
    assert reading.failure is None, reading.failure
    return sorted((each.service, each.kind, each.named) for each in reading.written)


def test_the_last_write_of_a_policy_counts(world: World) -> None:
    asked = {"roleName": "vendor-readonly"}
    later = NOON + timedelta(days=1)
    reading = look(
        world,
        write("UpdateAssumeRolePolicy", asked, at=later),
        write("CreateRole", asked, who=cast.DAICHI),
    )
    [found] = reading.written
    assert isinstance(found, Written)
    assert (found.event, found.at) == ("UpdateAssumeRolePolicy", later)
    assert (found.by.name, found.by.is_person) == (cast.RIN, True)
    assert (found.service, found.kind) == ("iam", "trust")


def test_a_quiet_region_takes_one_call(world: World) -> None:
    with fault("cloudtrail", "LookupEvents", history()) as asked:
        reading = see("policy_writers", world.payments, REGION)
    assert len(asked) == 1
    [seen] = reading.sightings.values()
    assert seen.facts == {"days": 90, "reached": {}}


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (write("PutRolePolicy", {"roleName": "r"}), ("iam", "inline", "r")),
        (write("AttachRolePolicy", {"roleName": "r"}), ("iam", "managed", "r")),
        (
            write("PutBucketPolicy", {"bucketName": "b"}, service="s3"),
            ("s3", "resource", "b"),
        ),
        (write("PutBucketAcl", {"bucketName": "b"}, service="s3"), ("s3", "acl", "b")),
        (
            write("CreateGrant", {"keyId": "k"}, service="kms"),
            ("kms", "kms-grants", "k"),
        ),
        (
            write(
                "SetQueueAttributes",
                {"queueUrl": "https://sqs.x/{account}/orders"},
                service="sqs",
            ),
            ("sqs", "resource", "orders"),
        ),
        (
            write(
                "AddPermission20150331v2",
                {"functionName": "{account}:function:pay", "qualifier": "live"},
                service="lambda",
            ),
            ("lambda", "resource", "pay:live"),
        ),
        (
            write(
                "CreateTopic",
                {"name": "t"},
                service="sns",
                responseElements={"topicArn": "arn:aws:sns:x:{account}:t"},
            ),
            ("sns", "resource", "arn:aws:sns:x:{account}:t"),
        ),
        (
            write("ModifySnapshotAttribute", {"snapshotId": "snap-1"}, service="ec2"),
            ("ec2", "share", "snap-1"),
        ),
    ],
)
def test_each_service_names_its_resource_in_its_own_way(
    world: World, event: dict[str, Any], found: tuple[str, str, str]
) -> None:
    event["CloudTrailEvent"] = event["CloudTrailEvent"].replace(
        "{account}", world.payments
    )
    service, kind, named = found
    assert written(look(world, event)) == [
        (service, kind, named.replace("{account}", world.payments))
    ]


def test_refusals_other_writes_and_others_resources_are_no_write(world: World) -> None:
    key = f"arn:aws:kms:{REGION}:{world.shop}:key/1"
    reading = look(
        world,
        write("PutRolePolicy", {"roleName": "r"}, errorCode="AccessDenied"),
        write("CreateLogStream", {"logGroupName": "g"}, service="logs"),
        # The same name in another service says nothing of a queue or a topic.
        write("AddPermission", {"roleName": "r"}, service="iam"),
        write("CreateGrant", {"keyId": key}, service="kms"),
        write("CreateKey", None, service="kms", responseElements=None),
    )
    assert written(reading) == []


def test_where_much_is_written_each_name_is_asked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy_writers, "PAGES_OF_ALL", 2)
    old = write("CreateRole", {"roleName": "r"}, at=NOON - timedelta(days=80))
    told = history(old, too_many=True)
    with fault("cloudtrail", "LookupEvents", told) as asked:
        reading = see("policy_writers", world.payments, HOME)
    names = {name for each in policy_writers.WRITES.values() for name in each}
    assert len(asked) == 2 + len(names) == 2 + 24
    [seen] = reading.sightings.values()
    assert seen.facts["reached"] == {}
    assert written(reading) == [("iam", "trust", "r")]
    # The events of IAM are written in one region only.
    with fault("cloudtrail", "LookupEvents", told) as asked:
        see("policy_writers", world.payments, REGION)
    assert len(asked) == 2 + len(names) - len(policy_writers.WRITES["iam"])


def test_what_is_written_too_often_says_how_far_back_it_was_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy_writers, "PAGES_OF_ALL", 1)
    monkeypatch.setattr(policy_writers, "PAGES_OF_EACH", 1)
    grant = write("CreateGrant", {"keyId": "k"}, service="kms")

    def answering(request: Any) -> Any:
        [wanted] = json.loads(request.body)["LookupAttributes"]
        is_cut = wanted["AttributeValue"] in {"false", "CreateGrant"}
        told = {"Events": [grant], "NextToken": "on"} if is_cut else {"Events": []}
        return answer(200, json.dumps(told), "application/x-amz-json-1.1")

    with fault("cloudtrail", "LookupEvents", answering):
        reading = see("policy_writers", world.payments, REGION)
    [seen] = reading.sightings.values()
    assert seen.facts["reached"] == {"kms": NOON.isoformat()}


def test_a_history_that_may_not_be_read_is_no_empty_one(world: World) -> None:
    def deny(_: Any) -> Any:
        told = json.dumps({"__type": "AccessDeniedException", "message": "no"})
        return answer(400, told, "application/x-amz-json-1.1")

    with fault("cloudtrail", "LookupEvents", deny):
        reading = see("policy_writers", world.payments, REGION)
    assert reading.failure is not None
    assert reading.failure.outcome == "denied"
    assert reading.written == []
