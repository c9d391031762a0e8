"""Found the organization in moto: units, accounts, controls, Identity Center."""

from __future__ import annotations

from typing import Any

from moto.identitystore.models import Group, IdentityStoreData, Name, User
from moto.organizations.models import FakeAccount, organizations_backends

from accessmap.demo.accounts import (
    ACCOUNTS,
    KEN,
    MANAGEMENT,
    ORGANIZATION,
    ROOT_UNIT,
    SECURITY_AUDIT,
    UNITS,
)
from accessmap.demo.controls import CONTROLS, RCP, SCP
from accessmap.demo.moto_seed import AWS, backend, born, ids_of, text
from accessmap.demo.people_directory import ASSIGNED, GROUPS, directory_id
from accessmap.demo.roles_federated import ASSIGNMENTS
from accessmap.demo.shapes import TOKYO, Account

EMAIL = "aws+{}@kitsune.example"


def found() -> None:
    """Make the organization as it stands on the first day."""
    organizations = _organizations()
    units = {"": ROOT_UNIT, "/": ROOT_UNIT}
    for path in UNITS:
        parent, _, name = path.rpartition("/")
        ids_of(path)
        made = organizations.create_organizational_unit(
            ParentId=units[parent], Name=name
        )
        units[path] = made["OrganizationalUnit"]["Id"]
    organizations.unit_ids = units
    for account in ACCOUNTS:
        join(account)
    for control in CONTROLS:
        ids_of(control.name)
        made = organizations.create_policy(
            Name=control.name,
            Description=control.description,
            Type=control.type,
            Content=text(control.document),
        )
        policy_id = made["Policy"]["PolicySummary"]["Id"]
        for target in control.targets:
            organizations.attach_policy(
                PolicyId=policy_id, TargetId=units.get(target, target)
            )
    organizations.register_delegated_administrator(
        AccountId=SECURITY_AUDIT, ServicePrincipal="access-analyzer.amazonaws.com"
    )
    _identity_center()


def join(account: Account) -> None:
    """Take an account into its unit, with its name, tags and state."""
    organizations = backend("organizations", MANAGEMENT)
    member = _member(organizations, account)
    member.name = account.name
    member.email = EMAIL.format(account.name)
    member.state = member.status = account.state
    member.create_time = born(account.id).replace(tzinfo=None)  # as moto keeps it
    member.parent_id = organizations.unit_ids[account.unit]
    member.tags = dict(account.tags)
    if account.owner:
        member.tags["owner"] = account.owner


def leave(account_id: str) -> None:
    """Let an account go."""
    organizations = backend("organizations", MANAGEMENT)
    account = organizations.get_account_by_id(account_id)
    for policy in account.attached_policies:
        policy.attachments.remove(account)
    organizations.accounts.remove(account)
    organizations_backends.master_accounts.pop(account_id, None)


def _member(organizations: Any, account: Account) -> Any:
    """Return moto's account of that id, made with AWS's two default policies."""
    if account.id == MANAGEMENT:
        return organizations.get_account_by_id(MANAGEMENT)
    # moto numbers accounts itself, by chance, and drops a role into that number.
    made = FakeAccount(organizations.org, AccountName=account.name, Email="")
    backend("iam", made.id).reset()
    made.id = account.id
    organizations.accounts.append(made)
    organizations_backends.master_accounts[account.id] = (MANAGEMENT, AWS)
    for policy in organizations.policies:
        if policy.aws_managed:
            organizations.attach_policy(PolicyId=policy.id, TargetId=account.id)
    return made


def _organizations() -> Any:
    """Found an empty organization under its lasting ids."""
    organizations = backend("organizations", MANAGEMENT)
    organizations.create_organization("us-east-1", FeatureSet="ALL")
    organizations.org.id = ORGANIZATION
    organizations.org.root_id = ROOT_UNIT
    organizations.org.master_account_email = EMAIL.format("kitsune-root")
    root = organizations.ou[0]
    root.id, root.organization_id = ROOT_UNIT, ORGANIZATION
    for account in organizations.accounts:
        account.organization_id = ORGANIZATION
        account.parent_id = ROOT_UNIT
    for kind in (SCP, RCP):
        if all(each["Type"] != kind for each in root.policy_types):
            root.add_policy_type(kind)
    return organizations


def _identity_center() -> None:
    """Make the permission sets and give them out."""
    center = backend("sso-admin", MANAGEMENT, TOKYO)
    instance = center.instances[0]
    instance.instance_arn = "arn:aws:sso:::instance/ssoins-6b1f3c0d9e2a4477"
    instance.name = "kitsune"
    instance.identity_store_id = "d-95672a4f1c"
    directory = backend("identitystore", MANAGEMENT, TOKYO)
    directory.identity_stores[instance.identity_store_id] = _directory()
    for name, policy, _suffix, accounts, _used in ASSIGNMENTS:
        ids_of(name)
        made = center.create_permission_set(
            name, f"{name} for people", instance.instance_arn, "PT8H", "", []
        )
        center.attach_managed_policy_to_permission_set(
            instance.instance_arn,
            made["PermissionSetArn"],
            f"arn:aws:iam::aws:policy/{policy}",
        )
        for account in accounts:
            for kind, who in ASSIGNED[name]:
                center.create_account_assignment(
                    instance.instance_arn,
                    account,
                    "AWS_ACCOUNT",
                    made["PermissionSetArn"],
                    kind,
                    directory_id(who),
                )


def _directory() -> IdentityStoreData:
    """Make the people and groups that Identity Center knows."""
    found = IdentityStoreData()
    store = "d-95672a4f1c"
    for email in sorted({each for one in GROUPS.values() for each in one} | {KEN}):
        name = email.partition("@")[0]
        words = name.replace(".", " ").title()
        given, _, family = words.partition(" ")
        found.users[directory_id(email)] = User(
            directory_id(email),
            store,
            name,
            Name(words, family, given, "", "", ""),
            words,
            "",
            "",
            [{"Value": email, "Type": "work", "Primary": True}],
            *[None] * 7,
        )
    for group, members in GROUPS.items():
        found.groups[directory_id(group)] = Group(
            directory_id(group), group, [], "", store
        )
        for email in members:
            key = directory_id(f"{group}/{email}")
            found.group_memberships[key] = {
                "IdentityStoreId": store,
                "MembershipId": key,
                "GroupId": directory_id(group),
                "MemberId": {"UserId": directory_id(email)},
            }
    return found
