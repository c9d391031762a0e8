"""Units, SCPs and RCPs as the AWS CLI prints them: believed where all of it is there.

Many of these answers do not say of what they are, so the file's name says it, by AWS's
own id: ``list-accounts-for-parent-ou-k1t5-abcd1234.json``. A part that lacks a single
answer is told as not read, for nobody knows what it would have said.

AWS: https://docs.aws.amazon.com/cli/latest/reference/organizations/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from accessmap.aws.errors import Failure
from accessmap.aws.watch import Watch
from accessmap.crawl.organization import RCP, SCP, Organization, Part, Unit

Json = Mapping[str, Any]
# https://docs.aws.amazon.com/organizations/latest/APIReference/API_Policy.html
PLACE = re.compile(
    r"(?<![0-9A-Za-z])(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}"
    r"|p-[0-9A-Za-z_]{8,128}|\d{12})(?![0-9A-Za-z])"
)
PARTS = {"organization-policies": SCP, "organization-rcps": RCP}
# Those whose answers, in a file of several, stand each under its own id.
OF_ONE = frozenset(
    {
        "describe-policy",
        "list-accounts-for-parent",
        "list-organizational-units-for-parent",
        "list-policies-for-target",
        "list-targets-for-policy",
    }
)
MISSING = Failure(
    "not-attempted",
    "Not every answer about it was among the imported files: of each root and unit the "
    "units and accounts below it, and of each policy its text and its targets.",
)


class NoPlace(Exception):
    """An answer that does not say of what it is; nor does its file's name."""


@dataclass
class Tree:
    """What files tell of an organization beside its accounts."""

    roots: list[Json] | None = None
    units: dict[str, list[Json]] = field(default_factory=dict)  # by what is above
    homes: dict[str, list[str]] = field(default_factory=dict)  # place → accounts
    listed: dict[str, str] = field(default_factory=dict)  # policy → its type
    whole: set[str] = field(default_factory=set)  # types of which all are listed
    texts: dict[str, Json] = field(default_factory=dict)  # by policy
    targets: dict[str, list[str]] = field(default_factory=dict)  # by policy
    attached: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether some file told of it."""
        return self.roots is not None or any(
            (self.units, self.homes, self.listed, self.texts, self.targets)
        )

    def take(self, found: Json, named: str) -> bool:
        """Take an answer, of what ``named`` may say; say whether it is one."""
        match found:
            case {"Roots": list(roots)}:
                self.roots = roots
            case {"OrganizationalUnits": list(units)}:
                self.units.setdefault(_place(named, "r", "o"), []).extend(units)
            case {"Accounts": list(accounts)} if named.startswith(("r", "o")):
                here = self.homes.setdefault(_place(named), [])
                here.extend(each["Id"] for each in accounts)
            case {"Policy": {"PolicySummary": dict(summary), "Content": str(text)}}:
                self.listed[summary["Id"]] = summary["Type"]
                self.texts[summary["Id"]] = {"Name": summary["Name"], "Content": text}
            case {"Targets": list(targets)}:
                here = self.targets.setdefault(_place(named, "p"), [])
                here.extend(each["TargetId"] for each in targets)
            case {"Policies": list(policies)} if "RoleDetailList" not in found:
                self._policies(policies, named)
            case _:
                return False
        return True

    def _policies(self, policies: list[Json], named: str) -> None:
        """Take a whole list of policies, or those that are attached to one target."""
        kinds = {each["Type"] for each in policies}
        for each in policies:
            self.listed[each["Id"]] = each["Type"]
        # An empty list does not say of which type it is, so it says nothing.
        for kind in kinds:
            if not named or named.startswith("p"):
                self.whole.add(kind)
            else:
                ids = [each["Id"] for each in policies if each["Type"] == kind]
                self.attached[named, kind] = ids

    def fill(self, found: Organization) -> None:
        """Put into ``found`` each part that is told wholly, and why the others are not.

        Only with all units can anybody say what stands above an account.
        """
        units = list(self._walk(found.id))
        homes = {a: each.id for each in units for a in self.homes.get(each.id, ())}
        accounts = {each.account_id for each in found.members}
        is_whole = (
            bool(units)
            and accounts <= homes.keys()
            and all(each.id in self.units and each.id in self.homes for each in units)
        )
        _part(found, "organization-units", len(units) if is_whole else None)
        if is_whole:
            found.units, found.homes = units, homes
        for part, kind in PARTS.items():
            places = {*accounts, *(each.id for each in units)}
            controls = self._controls(kind, places) if is_whole else None
            _part(found, part, None if controls is None else len(controls))
            if controls is not None:
                found.controls[kind] = controls

    def _walk(self, organization_id: str) -> Iterator[Unit]:
        """Yield the units from the root down; a place that comes twice, once."""
        below = [
            Unit(each["Id"], each["Name"], "", f"{organization_id}/{each['Id']}/")
            for each in self.roots or ()
        ]
        met: set[str] = set()
        while below:
            unit = below.pop()
            if unit.id in met:
                continue
            met.add(unit.id)
            yield unit
            for each in self.units.get(unit.id, ()):
                path = f"{unit.path}{each['Id']}/"
                below.append(Unit(each["Id"], each["Name"], unit.id, path))

    def _controls(
        self, kind: str, places: set[str]
    ) -> dict[str, dict[str, str]] | None:
        """Return the texts by target and name; None where something is missing.

        AWS leaves no root, unit or account without a policy of a type that is in use.
        So where one seems to have none, a list was a part of what it was taken for.
        https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
        """
        own = sorted(each for each, of in self.listed.items() if of == kind)
        by_target = all((place, kind) in self.attached for place in places)
        by_policy = kind in self.whole and all(each in self.targets for each in own)
        if not own or not (by_target or by_policy):
            return None
        controls: dict[str, dict[str, str]] = {}
        for policy in own:
            targets = self._targets(policy, kind, by_policy=by_policy)
            if targets and policy not in self.texts:
                return None
            for target in targets:
                text = self.texts[policy]
                named = controls.setdefault(target, {})
                # Two policies may have one name; neither may hide the other.
                name = text["Name"]
                named[f"{name} ({policy})" if name in named else name] = text["Content"]
        return controls if places <= controls.keys() else None

    def _targets(self, policy: str, kind: str, *, by_policy: bool) -> list[str]:
        if by_policy:
            return self.targets[policy]
        found = self.attached.items()
        return [at for (at, of), ids in found if of == kind and policy in ids]


def _part(found: Organization, name: str, count: int | None) -> None:
    """Note a part with how much it holds; None: not all of it was told."""
    failure = MISSING if count is None else None
    found.parts[name] = Part(name, Watch(), failure=failure, item_count=count or 0)


def named_in(text: str) -> str:
    """Return the id of a root, unit, policy or account in a name; the last counts."""
    found = PLACE.findall(text)
    return str(found[-1]) if found else ""


def _place(named: str, *heads: str) -> str:
    if not named or (heads and not named.startswith(heads)):
        raise NoPlace
    return named
