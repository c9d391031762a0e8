"""Ways to come through a VPC endpoint: which one, from which VPC, and whose it is.

Whose endpoint it is tells of the network, not of the caller: anybody may come so who
got into that network. Services that do not know the owner say nothing of one.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpceaccount
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from accessmap.policy import address
from accessmap.policy.automaton import possible, witnesses
from accessmap.policy.budget import TooMany
from accessmap.policy.condition import Values
from accessmap.policy.glob import Pattern, compiled
from accessmap.policy.place import asked, places
from accessmap.policy.principal import ACCOUNT_ID
from accessmap.policy.scene import Scene

_MOST = 600
_VPCE, _VPC, _VPC_ARN = "aws:sourcevpce", "aws:sourcevpc", "aws:sourcevpcarn"
_ACCOUNT, _ORGANIZATION = "aws:vpceaccount", "aws:vpceorgid"
_PATHS, _INSIDE = "aws:vpceorgpaths", "aws:vpcsourceip"
_OWNER = (_ACCOUNT, _ORGANIZATION, _PATHS)


class Passage(NamedTuple):
    """A way through an endpoint, or what is known of one in some of its keys."""

    keys: dict[str, Values]
    names: frozenset[str] = frozenset()  # what the policy calls it


def passages(scene: Scene) -> Iterator[Passage]:
    """Yield every way through an endpoint that the document can tell apart."""
    sides = [
        list(_endpoints(scene)),
        list(_clouds(scene)),
        list(_owners(scene)),
        list(_inside(scene)),
    ]
    if math.prod(map(len, sides[:3])) > _MOST:
        raise TooMany
    for parts in product(*sides):
        keys = {name: value for each in parts for name, value in each.keys.items()}
        yield Passage(keys, frozenset().union(*(each.names for each in parts)))


def narrowness(name: str) -> int:
    """Return how narrow a network is by its name: an endpoint is the narrowest."""
    if name.startswith("vpce-"):
        return 0
    if name.startswith(("vpc-", "arn:")):
        return 1
    if ACCOUNT_ID.fullmatch(name):
        return 2
    return 3 if "/" in name else 4  # a unit, an organization


def _endpoints(scene: Scene) -> Iterator[Passage]:
    for text, is_named in _ids(scene, possible(_patterns(scene, _VPCE)), "vpce-?*"):
        yield Passage({_VPCE: (text,)}, frozenset({text} if is_named else ()))


def _clouds(scene: Scene) -> Iterator[Passage]:
    """Yield VPCs by their ids, with and without what tells where and whose they are."""
    ids, arns = possible(_patterns(scene, _VPC)), possible(_patterns(scene, _VPC_ARN))
    ends = [e for a in arns if (e := compiled(a.text.rpartition("vpc/")[2]))]
    of_arns = {each.text for each in ends if each.is_exact}
    for text, _ in _ids(scene, [*ids, *ends], "vpc-?*"):
        is_named = any(each.is_exact and each.text == text for each in ids)
        names = frozenset({text} if is_named else ())
        yield Passage({_VPC: (text,)}, names)
        if scene.atoms.has([_VPC_ARN]):
            if text in of_arns:
                names |= {text}
            yield from _told(scene, arns, Passage({_VPC: (text,)}, names))


def _told(scene: Scene, arns: list[Pattern], cloud: Passage) -> Iterator[Passage]:
    exact = {each.text for each in arns if each.is_exact}
    [name] = cloud.keys[_VPC]
    asked_for = asked(
        named=(),
        accounts=(),
        arns=arns,
        organizations=(),
        paths=(),
        tells_organizations=False,
        budget=scene.budget,
    )
    for place in places(asked_for, scene.zone, scene.subject.account_id):
        universe = f"arn:{scene.partition}:ec2:?*:{place.account}:vpc/{name}"
        for arn in witnesses(arns, universe=universe, is_arn=True, budget=scene.budget):
            names = cloud.names
            if arn in exact:
                names = frozenset({arn})
            elif place.is_account_named:
                names |= {place.account}
            yield Passage({**cloud.keys, _VPC_ARN: (arn,)}, names)


def _owners(scene: Scene) -> Iterator[Passage]:
    """Yield whose the endpoint is; first one of which the service says nothing."""
    yield Passage({})
    if not scene.atoms.has(_OWNER):
        return
    asked_for = asked(
        named=(),
        accounts=_patterns(scene, _ACCOUNT),
        arns=(),
        organizations=_patterns(scene, _ORGANIZATION),
        paths=_patterns(scene, _PATHS),
        tells_organizations=scene.atoms.has([_ORGANIZATION, _PATHS]),
        budget=scene.budget,
    )
    for place in places(asked_for, scene.zone, scene.subject.account_id):
        keys: dict[str, Values] = {_ACCOUNT: (place.account,)}
        names = {place.account} if place.is_account_named else set[str]()
        if place.organization:
            keys[_ORGANIZATION] = (place.organization,)
            keys[_PATHS] = (place.path,)
        if place.is_organization_named:
            names |= {place.organization, *place.units}
        yield Passage(keys, frozenset(names))


def _inside(scene: Scene) -> Iterator[Passage]:
    for each in address.classes(scene.atoms.texts([_INSIDE])):
        yield Passage({_INSIDE: (each.witness,)})


def _ids(
    scene: Scene, patterns: list[Pattern], universe: str
) -> Iterator[tuple[str, bool]]:
    """Yield (id, does a pattern name it alone?)."""
    exact = {each.text for each in patterns if each.is_exact}
    for text in witnesses(patterns, universe=universe, budget=scene.budget):
        yield text, text in exact


def _patterns(scene: Scene, name: str) -> list[Pattern]:
    return scene.atoms.patterns([name], scene.constants)
