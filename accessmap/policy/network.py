"""Where a request may come from, and the doors of S3 that it may come through.

A request comes from an address or through a VPC endpoint, never both; what an AWS
service does itself shows no network at all.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accessmap.policy import address, key
from accessmap.policy.address import Class
from accessmap.policy.automaton import possible, witnesses
from accessmap.policy.condition import Values
from accessmap.policy.endpoint import narrowness, passages
from accessmap.policy.place import asked, places
from accessmap.policy.scene import Scene


@dataclass(frozen=True, slots=True)
class Network:
    """One way to come. ``names`` are what a policy calls it; none: it could be any."""

    keys: dict[str, Values]
    names: frozenset[str] = frozenset()
    addresses: Class | None = None
    is_hidden: bool = False

    @property
    def is_anywhere(self) -> bool:
        """Say whether this way alone is open to everybody."""
        return not self.is_hidden and not self.names and self.addresses is None


HIDDEN = Network({}, is_hidden=True)


def networks(scene: Scene) -> Iterator[Network]:
    """Yield every network that the document can tell apart, the hidden one first."""
    yield HIDDEN
    atoms = scene.atoms
    for each in address.classes(atoms.texts(["aws:sourceip"])):
        yield Network({"aws:sourceip": (each.witness,)}, each.names, each)
    if atoms.has(key.NETWORK):
        for way in passages(scene):
            yield Network(way.keys, way.names)
    if scene.has_mount_targets and atoms.has([key.MOUNT_TARGET]):
        name = "elasticfilesystem:AccessedViaMountTarget"
        yield Network({key.MOUNT_TARGET: ("true",)}, frozenset({name}))


def is_anywhere(among: list[Network]) -> bool:
    """Say whether the networks together name nobody: judged by their union."""
    if any(each.is_anywhere for each in among):
        return True
    return address.is_wide({id(e): e.addresses for e in among if e.addresses}.values())


def names(among: list[Network], everything: list[Network]) -> list[str]:
    """Return the fewest names that cover the networks, as the policy writes them."""
    found: set[str] = set()
    possible = {each.names for each in among}
    for each in among:
        if each.addresses is not None:
            found.add(_address_name(each.addresses, among, everything))
        elif len(each.names) == 1:
            found |= each.names
        elif not any(one < each.names for one in possible):
            # Both an endpoint and its VPC are asked for: the endpoint is the narrower.
            found.add(min(sorted(each.names), key=narrowness))
    return sorted(found)


def _address_name(held: Class, among: list[Network], everything: list[Network]) -> str:
    """Return the widest range of the policy that is wholly open, else the narrowest."""
    open_names = {each.addresses.names for each in among if each.addresses}
    by_width = sorted(held.names, key=_width)
    for name in reversed(by_width):
        inside = (e.addresses.names for e in everything if e.addresses)
        if all(each in open_names for each in inside if name in each):
            return name
    return by_width[0] if by_width else held.witness


def _width(name: str) -> int:
    found = address.one_range(name)
    return found[1] - found[0] if found else 0


@dataclass(frozen=True, slots=True)
class Door:
    """An S3 access point that a request comes through, or none."""

    keys: dict[str, Values]
    account: str = ""  # where the policy names it


def doors(scene: Scene) -> Iterator[Door]:
    """Yield the ways through S3 access points that the document can tell apart."""
    yield Door({})
    atoms = scene.atoms
    if not atoms.has(key.DOOR):
        return
    arns = possible(atoms.patterns(["s3:dataaccesspointarn"], scene.constants))
    asked_for = asked(
        named={scene.subject.account_id},
        accounts=atoms.patterns(["s3:dataaccesspointaccount"], scene.constants),
        arns=arns,
        organizations=(),
        paths=(),
        tells_organizations=False,
        budget=scene.budget,
    )
    for place in places(asked_for, scene.zone, scene.subject.account_id):
        universe = f"arn:{scene.partition}:s3:*:{place.account}:accesspoint/?*"
        for arn in witnesses(arns, universe=universe, is_arn=True, budget=scene.budget):
            yield Door(
                {
                    "s3:dataaccesspointarn": (arn,),
                    "s3:dataaccesspointaccount": (place.account,),
                },
                place.account if place.is_account_named else "",
            )
