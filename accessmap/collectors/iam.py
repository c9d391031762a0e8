"""IAM roles, users, groups and customer managed policies, by one paged call.

GetAccountAuthorizationDetails gives in one call what Get and List calls would need
hundreds for, and RoleLastUsed with it. It leaves out policies that are used only as
boundaries; those are fetched one by one.

AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from accessmap.aws.collector import Collector, Sighting, Where, pages, plain, register
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

Documents = dict[tuple[PolicyKind, str], str]
INLINE_LISTS = ("RolePolicyList", "UserPolicyList", "GroupPolicyList")
LISTS = {
    "RoleDetailList": "AWS::IAM::Role",
    "UserDetailList": "AWS::IAM::User",
    "GroupDetailList": "AWS::IAM::Group",
    "Policies": "AWS::IAM::ManagedPolicy",
}
AWS_OWNED = ":iam::aws:policy/"


@dataclass(frozen=True, slots=True)
class Detail:
    """One entry of the details, and every managed policy's text by ARN."""

    kind: str
    entry: Mapping[str, Any]
    texts: Mapping[str, str] = field(repr=False)
    max_session_seconds: int | None = None


def _default_text(policy: Mapping[str, Any]) -> str:
    """Return the text in force of a managed policy."""
    versions = policy.get("PolicyVersionList", [])
    return next((v["Document"] for v in versions if v.get("IsDefaultVersion")), "")


def _first(entry: Mapping[str, Any], *keys: str) -> str:
    """Return the first of ``keys`` that an entry has."""
    return next((str(entry[key]) for key in keys if entry.get(key)), "")


def _boundary(entry: Mapping[str, Any]) -> str | None:
    """Return the ARN of an entry's permissions boundary."""
    return (entry.get("PermissionsBoundary") or {}).get("PermissionsBoundaryArn")


def _attached(entry: Mapping[str, Any]) -> list[str]:
    """Return the ARNs of the managed policies attached to an entry."""
    attached = entry.get("AttachedManagedPolicies") or ()
    return sorted(each["PolicyArn"] for each in attached)


def details(
    entries: Mapping[str, Sequence[Mapping[str, Any]]],
    sessions: Mapping[str, int | None],
) -> Iterator[Detail]:
    """Yield every entry of the account's details, by the names of their lists."""
    texts = {each["Arn"]: _default_text(each) for each in entries["Policies"]}
    for kind, resource_type in LISTS.items():
        for entry in entries[kind]:
            # AWS's own policies belong to no account: they stand in the documents of
            # whoever carries them.
            if kind != "Policies" or AWS_OWNED not in entry["Arn"]:
                yield Detail(resource_type, entry, texts, sessions.get(entry["Arn"]))


@register
class Principals(Collector):
    """Roles, users, groups, and the policies they carry."""

    resource_type = "AWS::IAM::Role"
    also_sees = ("AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::ManagedPolicy")
    service = "iam"
    is_regional = False
    permissions = (
        "iam:GetAccountAuthorizationDetails",
        "iam:GetPolicy",
        "iam:GetPolicyVersion",
        "iam:ListRoles",
    )

    def find(self, client: IAMClient, where: Where) -> Iterator[Detail]:
        """Yield every entry, once all pages are there: policies may come last."""
        entries: dict[str, list[Mapping[str, Any]]] = {kind: [] for kind in LISTS}
        paginator = client.get_paginator("get_account_authorization_details")
        for page in paginator.paginate(PaginationConfig={"PageSize": 1000}):
            for kind in LISTS:
                entries[kind].extend(page.get(kind, ()))  # type: ignore[arg-type]
        entries["Policies"] += self._left_out(client, entries)
        # The details leave out for how long a role may be assumed; the list tells it.
        # https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html
        sessions = {
            each["Arn"]: each.get("MaxSessionDuration")
            for each in pages(
                client, "list_roles", "Roles", PaginationConfig={"PageSize": 1000}
            )
        }
        yield from details(entries, sessions)

    def _left_out(
        self, client: IAMClient, entries: Mapping[str, list[Mapping[str, Any]]]
    ) -> list[Mapping[str, Any]]:
        """Fetch the policies that are named and were not among the details."""
        known = {each["Arn"] for each in entries["Policies"]}
        named: set[str] = set()
        for kind in LISTS:
            for entry in entries[kind]:
                named.update(_attached(entry))
                if boundary := _boundary(entry):
                    named.add(boundary)
        found: list[Mapping[str, Any]] = []
        for arn in sorted(named - known):
            policy = client.get_policy(PolicyArn=arn)["Policy"]
            version = client.get_policy_version(
                PolicyArn=arn, VersionId=policy["DefaultVersionId"]
            )["PolicyVersion"]
            found.append({**policy, "PolicyVersionList": [version]})
        return found

    def arn(self, handle: Detail, where: Where) -> str:
        """Name the entry."""
        return str(handle.entry["Arn"])

    def read(self, client: IAMClient, handle: Detail, where: Where) -> Sighting:
        """Make a sighting of one entry; no further call is needed."""
        entry = handle.entry
        return Sighting(
            arn=entry["Arn"],
            name=_first(entry, "RoleName", "UserName", "GroupName", "PolicyName"),
            resource_type=handle.kind,
            unique_id=_first(entry, "RoleId", "UserId", "GroupId", "PolicyId"),
            documents=_documents(handle),
            tags={each["Key"]: each["Value"] for each in entry.get("Tags") or ()},
            facts=_facts(handle),
        )


def _documents(handle: Detail) -> Documents:
    """Return every text of an entry, decoded from the URL encoding AWS sends it in."""
    entry = handle.entry
    documents: Documents = {}
    if trust := entry.get("AssumeRolePolicyDocument"):
        documents[PolicyKind.TRUST, ""] = unquote(trust)
    for key in INLINE_LISTS:
        for policy in entry.get(key) or ():
            name = (PolicyKind.INLINE, policy["PolicyName"])
            documents[name] = unquote(policy["PolicyDocument"])
    for arn in _attached(entry):
        documents[PolicyKind.MANAGED, arn] = unquote(handle.texts[arn])
    if handle.kind == LISTS["Policies"]:
        documents[PolicyKind.MANAGED, entry["Arn"]] = unquote(
            handle.texts[entry["Arn"]]
        )
    return documents


def _facts(handle: Detail) -> dict[str, Any]:
    """Return what changes without the entry changing, and what it is tied to."""
    entry = handle.entry
    facts: dict[str, Any] = {
        "created_at": plain(entry.get("CreateDate")),
        "boundary": _boundary(entry),
        "attached": _attached(entry),
    }
    if "RoleName" in entry:
        used = entry.get("RoleLastUsed") or {}
        facts["max_session_seconds"] = handle.max_session_seconds
        facts["last_used_at"] = plain(used.get("LastUsedDate"))
        facts["last_used_region"] = used.get("Region")
    if "GroupList" in entry:
        facts["groups"] = sorted(entry["GroupList"])
    return facts
