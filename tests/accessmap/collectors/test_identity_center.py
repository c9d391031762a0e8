from __future__ import annotations

import json

import pytest

from accessmap.models import Grant, Resource
from accessmap.policy.kinds import PolicyKind
from tests.accessmap.aws_world import REGION, World, denied_json, fault
from tests.accessmap.collectors.seeing import see
from tests.accessmap.crawl.crawling import crawl

pytestmark = pytest.mark.aws
ONLY = {"services": ["sso-admin"]}


def give_out(world: World, *, policy: str = "") -> tuple[str, str]:
    """Assign the group Auditors, with Rin in it; return its id, and the set."""
    center = world.client("sso-admin")
    instance = center.list_instances()["Instances"][0]
    directory = world.client("identitystore")
    store = {"IdentityStoreId": instance["IdentityStoreId"]}
    rin = directory.create_user(
        UserName="rin",
        DisplayName="Rin Takeda",
        Name={"GivenName": "Rin", "FamilyName": "Takeda"},
        **store,
    )["UserId"]
    group = directory.create_group(DisplayName="Auditors", **store)["GroupId"]
    directory.create_group_membership(GroupId=group, MemberId={"UserId": rin}, **store)
    of = {"InstanceArn": instance["InstanceArn"]}
    made = center.create_permission_set(Name="ReadOnly", SessionDuration="PT4H", **of)[
        "PermissionSet"
    ]
    if policy:
        center.put_inline_policy_to_permission_set(
            PermissionSetArn=made["PermissionSetArn"], InlinePolicy=policy, **of
        )
    center.create_account_assignment(
        TargetId=world.payments,
        TargetType="AWS_ACCOUNT",
        PermissionSetArn=made["PermissionSetArn"],
        PrincipalType="GROUP",
        PrincipalId=group,
        **of,
    )
    return group, made["PermissionSetArn"]


def test_it_sees_sets_assignments_people_and_groups(world: World) -> None:
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    group, arn = give_out(world, policy=policy)

    seen = see("identity_center", world.management, REGION).sightings

    assert seen[arn].facts["session_duration"] == "PT4H"
    assert seen[arn].documents[PolicyKind.INLINE, ""] == policy
    assignment = seen[f"{arn}/account/{world.payments}"]
    assert (assignment.name, assignment.account_id) == ("ReadOnly", world.payments)
    assert json.loads(assignment.documents[PolicyKind.ASSIGNMENT, ""]) == {
        "AccountAssignments": [{"PrincipalType": "GROUP", "PrincipalId": group}]
    }
    people = {each.name: each for each in seen.values()}
    rin = people["Rin Takeda"]
    assert people["Auditors"].facts["members"] == [rin.unique_id]


def test_an_assignment_is_a_grant_in_the_account_it_is_for(world: World) -> None:
    group, _arn = give_out(world)

    crawl(ONLY)

    grant = Grant.objects.get()
    assert grant.resource.account_id == world.payments
    assert (grant.principal_kind, grant.principal) == ("group", group)
    assert grant.verdict == "federated"


def test_it_is_read_once_for_the_whole_organization(world: World) -> None:
    done = crawl(ONLY)

    rows = done.coverage.filter(collector="identity_center")
    assert set(rows.values_list("account_id", flat=True)) == {world.management}


def test_an_assignment_that_was_taken_away_ends(world: World) -> None:
    group, arn = give_out(world)
    crawl(ONLY)
    center = world.client("sso-admin")
    center.delete_account_assignment(
        InstanceArn=center.list_instances()["Instances"][0]["InstanceArn"],
        TargetId=world.payments,
        TargetType="AWS_ACCOUNT",
        PermissionSetArn=arn,
        PrincipalType="GROUP",
        PrincipalId=group,
    )

    crawl(ONLY)

    assert Grant.objects.get().has_ended


def test_what_could_not_be_read_ends_nothing(world: World) -> None:
    give_out(world)
    crawl(ONLY)

    with fault("sso-admin", "ListPermissionSets", lambda _: denied_json()):
        crawl(ONLY)

    assert not Grant.objects.get().has_ended
    assert not Resource.objects.exclude(ended_at=None).exists()
