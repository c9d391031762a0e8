"""IAM Identity Center: permission sets, who is assigned to which account, and people.

Read once for the whole organization, in its management account.

AWS: https://docs.aws.amazon.com/singlesignon/latest/userguide/what-is.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    register,
    unless,
)
from accessmap.aws.session import client as client_of
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_sso_admin import SSOAdminClient

PERMISSION_SET = "AWS::SSO::PermissionSet"
PERSON = "AWS::IdentityStore::User"
GROUP = "AWS::IdentityStore::Group"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to read: a permission set, an assignment of it, a person or a group."""

    kind: str  # a resource type
    instance: str
    name: str = ""
    permission_set: str = ""  # ARN
    account_id: str = ""
    store: str = ""
    entry: Mapping[str, Any] = field(default_factory=dict)


@register
class Assignments(Collector):
    """A person in the directory is a principal in every account they are assigned."""

    resource_type = "AWS::SSO::AccountAssignment"
    also_sees = (PERMISSION_SET, PERSON, GROUP)
    service = "sso-admin"
    is_organization_wide = True
    delegated_as = "sso.amazonaws.com"
    may_omit = frozenset({"InlinePolicy"})  # empty where there is none
    permissions = (
        "identitystore:ListGroupMemberships",
        "identitystore:ListGroups",
        "identitystore:ListUsers",
        "sso:DescribePermissionSet",
        "sso:GetInlinePolicyForPermissionSet",
        "sso:GetPermissionsBoundaryForPermissionSet",
        "sso:ListAccountAssignments",
        "sso:ListAccountsForProvisionedPermissionSet",
        "sso:ListCustomerManagedPolicyReferencesInPermissionSet",
        "sso:ListInstances",
        "sso:ListManagedPoliciesInPermissionSet",
        "sso:ListPermissionSets",
    )

    def find(self, client: SSOAdminClient, where: Where) -> Iterator[Part]:
        """Yield the parts of the instance, if it stands in this region."""
        for each in pages(client, "list_instances", "Instances"):
            instance, store = each["InstanceArn"], each["IdentityStoreId"]
            yield from self._sets(client, instance)
            yield from self._directory(store, where.region)

    def _sets(self, client: SSOAdminClient, instance: str) -> Iterator[Part]:
        """Yield every permission set, and each account that it is given out in."""
        of = {"InstanceArn": instance}
        for arn in pages(client, "list_permission_sets", "PermissionSets", **of):
            found = client.describe_permission_set(
                InstanceArn=instance, PermissionSetArn=arn
            )["PermissionSet"]
            name = found["Name"]
            yield Part(PERMISSION_SET, instance, name, arn, entry=found)
            for account_id in pages(
                client,
                "list_accounts_for_provisioned_permission_set",
                "AccountIds",
                PermissionSetArn=arn,
                **of,
            ):
                yield Part(self.resource_type, instance, name, arn, account_id)

    def _directory(self, store: str, region: str) -> Iterator[Part]:
        """Yield the people and the groups of the directory."""
        directory = client_of("identitystore", region)
        for kind, operation, member in (
            (PERSON, "list_users", "Users"),
            (GROUP, "list_groups", "Groups"),
        ):
            for each in pages(directory, operation, member, IdentityStoreId=store):
                yield Part(kind, "", store=store, entry=each)

    def type_of(self, handle: Part) -> str:
        """Tell sets, assignments, people and groups apart."""
        return handle.kind

    def arn(self, handle: Part, where: Where) -> str:
        """Name the part; an assignment is its set in an account.

        https://docs.aws.amazon.com/service-authorization/latest/reference/list_identitystore.html
        """
        people = f"arn:{where.partition}:identitystore:::"
        match handle.kind:
            case "AWS::IdentityStore::User":
                return f"{people}user/{handle.entry['UserId']}"
            case "AWS::IdentityStore::Group":
                return f"{people}group/{handle.entry['GroupId']}"
            case "AWS::SSO::PermissionSet":
                return handle.permission_set
        return f"{handle.permission_set}/account/{handle.account_id}"

    def read(self, client: SSOAdminClient, handle: Part, where: Where) -> Sighting:
        """Read one part."""
        match handle.kind:
            case "AWS::SSO::PermissionSet":
                return self._set(client, handle, where)
            case "AWS::SSO::AccountAssignment":
                return self._assignment(client, handle, where)
            case "AWS::IdentityStore::Group":
                return self._group(handle, where)
        return self._person(handle, where)

    def _set(self, client: SSOAdminClient, handle: Part, where: Where) -> Sighting:
        """Read what a permission set lets people do."""
        of: dict[str, Any] = {
            "InstanceArn": handle.instance,
            "PermissionSetArn": handle.permission_set,
        }
        inline = client.get_inline_policy_for_permission_set(**of).get("InlinePolicy")
        managed = pages(
            client,
            "list_managed_policies_in_permission_set",
            "AttachedManagedPolicies",
            **of,
        )
        own = pages(
            client,
            "list_customer_managed_policy_references_in_permission_set",
            "CustomerManagedPolicyReferences",
            **of,
        )
        boundary = unless(
            "ResourceNotFoundException",
            client.get_permissions_boundary_for_permission_set,
            **of,
        )
        return Sighting(
            arn=handle.permission_set,
            name=handle.name,
            resource_type=PERMISSION_SET,
            documents={(PolicyKind.INLINE, ""): inline} if inline else {},
            facts={
                "managed_policies": sorted(each["Arn"] for each in managed),
                "customer_policies": sorted(
                    f"{each.get('Path', '/')}{each['Name']}" for each in own
                ),
                "boundary": dict(boundary.get("PermissionsBoundary", {})),
                "session_duration": handle.entry.get("SessionDuration", ""),
            },
        )

    def _assignment(
        self, client: SSOAdminClient, handle: Part, where: Where
    ) -> Sighting:
        """Read who is given one permission set in one account."""
        listed = pages(
            client,
            "list_account_assignments",
            "AccountAssignments",
            InstanceArn=handle.instance,
            AccountId=handle.account_id,
            PermissionSetArn=handle.permission_set,
        )
        kept = sorted((each["PrincipalType"], each["PrincipalId"]) for each in listed)
        people = [{"PrincipalType": kind, "PrincipalId": who} for kind, who in kept]
        return Sighting(
            arn=self.arn(handle, where),
            name=handle.name,
            account_id=handle.account_id,
            documents={
                (PolicyKind.ASSIGNMENT, ""): canonical({"AccountAssignments": people})
            },
            facts={"permission_set": handle.permission_set},
        )

    def _person(self, handle: Part, where: Where) -> Sighting:
        """Keep what names a person, and nothing else that the directory knows."""
        entry = handle.entry
        emails = [each["Value"] for each in entry.get("Emails") or ()]
        user_name = entry.get("UserName", "")
        return Sighting(
            arn=self.arn(handle, where),
            name=entry.get("DisplayName") or user_name or entry["UserId"],
            resource_type=PERSON,
            unique_id=entry["UserId"],
            facts={"user_name": user_name, "emails": emails},
        )

    def _group(self, handle: Part, where: Where) -> Sighting:
        """Read who belongs to a group; groups do not hold groups."""
        entry = handle.entry
        members = pages(
            client_of("identitystore", where.region),
            "list_group_memberships",
            "GroupMemberships",
            IdentityStoreId=handle.store,
            GroupId=entry["GroupId"],
        )
        return Sighting(
            arn=self.arn(handle, where),
            name=entry.get("DisplayName") or entry["GroupId"],
            resource_type=GROUP,
            unique_id=entry["GroupId"],
            facts={"members": sorted(each["MemberId"]["UserId"] for each in members)},
        )
