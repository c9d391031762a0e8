"""Read the organization: accounts, units, controls, tags. AWS only, no database.

Units are walked from the root down; asking every account for its parent would be
thousands of calls that AWS slows down.

AWS: https://docs.aws.amazon.com/organizations/latest/APIReference/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from botocore.exceptions import ClientError
from django.utils import timezone

from accessmap.aws.collector import pages
from accessmap.aws.errors import Failure, classify
from accessmap.aws.read_only import CallRefused, declare
from accessmap.aws.session import acting_in, client, own_caller
from accessmap.aws.watch import Watch, watching
from accessmap.crawl.lease import LeaseLost

PERMISSIONS = declare(
    (
        "organizations:DescribeOrganization",
        "organizations:DescribePolicy",
        "organizations:ListAccounts",
        "organizations:ListAccountsForParent",
        "organizations:ListDelegatedAdministrators",
        "organizations:ListDelegatedServicesForAccount",
        "organizations:ListOrganizationalUnitsForParent",
        "organizations:ListPolicies",
        "organizations:ListRoots",
        "organizations:ListTagsForResource",
        "organizations:ListTargetsForPolicy",
    )
)
NONE = "AWSOrganizationsNotInUseException"
SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"


@dataclass(frozen=True, slots=True)
class Unit:
    """A root or an OU; ``path`` is what aws:PrincipalOrgPaths carries."""

    id: str
    name: str
    parent_id: str
    path: str


@dataclass(frozen=True, slots=True)
class Member:
    """One account as Organizations lists it."""

    account_id: str
    name: str
    email: str
    state: str


@dataclass
class Part:
    """One part of the organization: how reading it went."""

    name: str
    watch: Watch
    started_at: datetime = field(default_factory=timezone.now)
    failure: Failure | None = None
    item_count: int = 0


@dataclass
class Organization:
    """What could be read of the organization, each part by itself."""

    id: str = ""
    management_id: str = ""
    caller_id: str = ""
    members: list[Member] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)  # account → unit
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    # control type → target (account, unit, root) → name → text
    controls: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    delegated: dict[str, list[str]] = field(default_factory=dict)  # account → services
    parts: dict[str, Part] = field(default_factory=dict)

    def has(self, part: str) -> bool:
        """Say whether a part was read whole."""
        return part in self.parts and self.parts[part].failure is None

    @property
    def failure(self) -> Failure | None:
        """Return why the accounts are unknown, if they are."""
        return self.parts["organization"].failure


def read_organization(on_call: Callable[[], None]) -> Organization:
    """Read every part; one that fails leaves the others alone."""
    found = Organization()
    with acting_in(None):
        _try(found, "organization", on_call, _accounts)
        if found.failure is None and found.id:
            _try(found, "organization-units", on_call, _units)
            _try(found, "organization-tags", on_call, _tags)
            _try(found, "organization-policies", on_call, partial(_controls, SCP))
            _try(found, "organization-rcps", on_call, partial(_controls, RCP))
            _try(found, "organization-delegates", on_call, _delegates)
    return found


def _try(
    found: Organization,
    name: str,
    on_call: Callable[[], None],
    read: Callable[[Organization], int],
) -> None:
    part = found.parts[name] = Part(name, Watch(on_call=on_call))
    with watching(part.watch):
        try:
            part.item_count = read(found)
        except (LeaseLost, CallRefused):
            raise
        except Exception as error:  # noqa: BLE001  (any error: this part is not known)
            part.failure = classify(error)


def _accounts(found: Organization) -> int:
    """Read the organization and its whole list of accounts.

    An account in no organization stands for itself.
    """
    found.caller_id = own_caller().account_id
    try:
        described = client("organizations").describe_organization()["Organization"]
    except ClientError as error:
        if error.response["Error"]["Code"] != NONE:
            raise
        found.members = [Member(found.caller_id, "", "", "ACTIVE")]
        return 1
    found.management_id = described["MasterAccountId"]
    listed = pages(client("organizations"), "list_accounts", "Accounts")
    # Renamed while the pages were turned, one may be told of twice.
    by_id = {each["Id"]: _member(each) for each in listed}
    found.members = list(by_id.values())
    found.id = described["Id"]
    return len(found.members)


def _member(account: Mapping[str, Any]) -> Member:
    """Return one account. ``Status`` is retired, and neither means *unknown*.

    https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
    """
    return Member(
        account_id=account["Id"],
        name=account.get("Name", ""),
        email=account.get("Email", ""),
        state=account.get("State") or account.get("Status") or "UNKNOWN",
    )


def _units(found: Organization) -> int:
    """Walk the units from the root down, and see who lives where."""
    aws = client("organizations")
    below = [
        Unit(each["Id"], each["Name"], "", f"{found.id}/{each['Id']}/")
        for each in pages(aws, "list_roots", "Roots")
    ]
    while below:
        unit = below.pop()
        found.units.append(unit)
        for account in pages(
            aws, "list_accounts_for_parent", "Accounts", ParentId=unit.id
        ):
            found.homes[account["Id"]] = unit.id
        for each in pages(
            aws,
            "list_organizational_units_for_parent",
            "OrganizationalUnits",
            ParentId=unit.id,
        ):
            path = f"{unit.path}{each['Id']}/"
            below.append(Unit(each["Id"], each["Name"], unit.id, path))
    return len(found.units)


def _tags(found: Organization) -> int:
    """Read the tags of every account: they may name its owner."""
    aws = client("organizations")
    for member in found.members:
        tags = pages(
            aws, "list_tags_for_resource", "Tags", ResourceId=member.account_id
        )
        found.tags[member.account_id] = {each["Key"]: each["Value"] for each in tags}
    return len(found.tags)


def _delegates(found: Organization) -> int:
    """Read which accounts administer which services for all the others.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html
    """
    aws = client("organizations")
    for each in pages(aws, "list_delegated_administrators", "DelegatedAdministrators"):
        services = pages(
            aws,
            "list_delegated_services_for_account",
            "DelegatedServices",
            AccountId=each["Id"],
        )
        found.delegated[each["Id"]] = sorted(
            one["ServicePrincipal"] for one in services
        )
    return len(found.delegated)


def _controls(kind: str, found: Organization) -> int:
    """Read SCPs, or RCPs, with everything they are attached to."""
    count = 0
    attached = found.controls.setdefault(kind, {})
    for count, (name, text, targets) in enumerate(_policies(kind), start=1):
        for target in targets:
            named = attached.setdefault(target, {})
            # Two policies may have one name; neither may hide the other.
            named[name if name not in named else f"{name} ({count})"] = text
    return count


def _policies(kind: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield name, text and targets of every control of one kind."""
    aws = client("organizations")
    for each in list(pages(aws, "list_policies", "Policies", Filter=kind)):
        policy = aws.describe_policy(PolicyId=each["Id"])["Policy"]
        targets = pages(aws, "list_targets_for_policy", "Targets", PolicyId=each["Id"])
        yield each["Name"], policy["Content"], [t["TargetId"] for t in targets]


def in_force(found: Organization, kind: str, account_id: str) -> dict[str, str]:
    """Return the controls of one kind that an account inherits: name → text."""
    named: dict[str, str] = {}
    for level in levels(found, kind, account_id):
        named.update(level)
    return named


def levels(found: Organization, kind: str, account_id: str) -> list[dict[str, str]]:
    """Return the controls of one kind above an account, the root's first, its own last.

    What is let is let at every level, so the levels are kept apart. None restrains the
    management account.
    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
    """
    if account_id == found.management_id:
        return []
    units = {unit.id: unit for unit in found.units}
    attached = found.controls.get(kind, {})
    above: list[dict[str, str]] = []
    place = account_id
    while place:
        above.append(attached.get(place, {}))
        home = found.homes.get(place) if place == account_id else units[place].parent_id
        place = home or ""
    return [level for level in reversed(above) if level]
