"""AWS services and identity providers as callers, with what they may act for.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
"""

from __future__ import annotations

from collections.abc import Iterator

from accessmap.policy import element
from accessmap.policy.automaton import possible, witnesses
from accessmap.policy.caller import Caller, Kind, Source
from accessmap.policy.condition import Values
from accessmap.policy.glob import Pattern
from accessmap.policy.kinds import PolicyKind, SourceZone
from accessmap.policy.place import Place, account_of, asked, places
from accessmap.policy.principal import Name, Named
from accessmap.policy.scene import Scene

ANY_SERVICE = "any.amazonaws.com"
ANY_PROVIDER = "any-provider"


def services(scene: Scene) -> Iterator[Caller]:
    """Yield AWS services: the named ones, and any other where everyone is named."""
    named = {each.id for each in scene.names if each.what is Named.SERVICE}
    patterns = scene.atoms.patterns(["aws:principalservicename"])
    patterns += scene.atoms.patterns(["aws:principalservicenameslist"])
    patterns = possible(patterns)
    named |= {each.text for each in patterns if each.is_exact}
    others: set[str] = set()
    if named - {"*"} != named or any(n.what is Named.EVERYONE for n in scene.names):
        others = {ANY_SERVICE}
        if patterns:
            universe = "?*.amazonaws.com"
            found = witnesses(patterns, universe=universe, budget=scene.budget)
            others |= {*found} - named
    sources = list(_sources(scene))
    for name in sorted((named | others) - {"*"}):
        shown = "*" if name in others else name
        own = element.of_service(shown)
        chain = (element.of_service("*"), own) if shown != "*" else (own,)
        for keys, source in sources:
            yield Caller(
                Kind.SERVICE,
                {
                    **scene.constants,
                    **keys,
                    "aws:principalisawsservice": ("true",),
                    "aws:principalservicename": (name,),
                    "aws:principalservicenameslist": (name,),
                },
                chain,
                ids=frozenset({name, ANY_SERVICE}),
                is_plain=source.place is None,
                source=source,
            )


def _sources(scene: Scene) -> Iterator[tuple[dict[str, Values], Source]]:
    """Yield the Source* keys of service calls; they stand and fall with one account."""
    yield {}, Source()
    atoms, constants = scene.atoms, scene.constants
    keys = (
        "aws:sourceaccount",
        "aws:sourceowner",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourcearn",
    )
    if not atoms.has(keys):
        return
    arns = atoms.patterns(["aws:sourcearn"], constants)
    asked_for = asked(
        named={scene.subject.account_id},
        accounts=atoms.patterns(keys[:2], constants),
        arns=arns,
        organizations=atoms.patterns(["aws:sourceorgid"], constants),
        paths=tuple(atoms.patterns(["aws:sourceorgpaths"], constants)),
        tells_organizations=atoms.has(keys[2:4]),
        budget=scene.budget,
    )
    for place in places(asked_for, scene.zone, scene.subject.account_id):
        told: dict[str, Values] = {
            "aws:sourceaccount": (place.account,),
            "aws:sourceowner": (place.account,),
        }
        if place.organization:
            told["aws:sourceorgid"] = (place.organization,)
            told["aws:sourceorgpaths"] = (place.path,)
        yield told, Source(place)
        for arn, is_hidden in _source_arns(scene, arns, place):
            # Some services send the ARN alone, others the account with it.
            yield {"aws:sourcearn": (arn,)}, Source(place, is_hidden)
            yield {**told, "aws:sourcearn": (arn,)}, Source(place, is_hidden)


def _source_arns(
    scene: Scene, patterns: list[Pattern], place: Place
) -> Iterator[tuple[str, bool]]:
    """Yield (ARN, does it hide its owner?) for one account.

    The ARN of an S3 bucket holds no account, that of a `storage-lens/…` does:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn
    """
    if not scene.atoms.has(["aws:sourcearn"]):
        return  # also Null asks, without a pattern
    patterns = possible(patterns)
    head = f"arn:{scene.partition}"
    for arn in _in_parts(scene, patterns, f"{head}:?*:*:{place.account}:?*"):
        if arn.split(":")[2] != "s3":
            yield arn, False
    for arn in _in_parts(scene, patterns, f"{head}:s3:?*:{place.account}:?*/?*"):
        if any(each.matches(arn) for each in patterns):
            yield arn, False
    for arn in _in_parts(scene, patterns, f"{head}:s3:::?*"):
        fixing = (e for e in patterns if e.matches(arn) and _fixes_resource(e))
        yield arn, any(fixing)


def _in_parts(scene: Scene, patterns: list[Pattern], universe: str) -> tuple[str, ...]:
    return witnesses(patterns, universe=universe, is_arn=True, budget=scene.budget)


def _fixes_resource(pattern: Pattern) -> bool:
    """Say whether the pattern tells which resource, though not whose."""
    last = pattern.text.split(":", 5)[-1]
    return account_of(pattern) in {"", "*"} and bool(last) and last[0] not in "*?"


WORST = [
    SourceZone.ANY,
    SourceZone.UNKNOWN,
    SourceZone.EXTERNAL,
    SourceZone.ORGANIZATION,
    SourceZone.SAME_ACCOUNT,
]


def source_zone(scene: Scene, sources: set[Source]) -> SourceZone:
    """Return the widest of whom a service may act for."""
    return min((_zone_of(scene, each) for each in sources), key=WORST.index)


def _zone_of(scene: Scene, source: Source) -> SourceZone:
    place = source.place
    if place is None:
        return SourceZone.ANY
    if place.is_account_named:
        zone = scene.zone.of_account(place.account, home=scene.subject.account_id)
        return SourceZone(zone.value)
    if place.is_organization_named:
        is_own = place.organization == scene.zone.organization_id
        return SourceZone.ORGANIZATION if is_own else SourceZone.EXTERNAL
    return SourceZone.UNKNOWN if source.is_owner_hidden else SourceZone.ANY


def providers(scene: Scene) -> Iterator[Caller]:
    """Yield identity providers: the named ones, and any other for everyone."""
    for name in sorted(scene.names):
        if name.what is Named.FEDERATED and name.id != "*":
            yield Caller(
                Kind.FEDERATED,
                dict(scene.constants),
                (
                    element.of_provider("*", ""),
                    element.of_provider(name.id, name.account),
                ),
                ids=frozenset({name.id, ANY_PROVIDER}),
            )
    is_trust = scene.subject.kind is PolicyKind.TRUST
    if is_trust and any(_is_any_provider(name) for name in scene.names):
        yield Caller(
            Kind.FEDERATED,
            dict(scene.constants),
            (element.of_provider("*", ""),),
            ids=frozenset({ANY_PROVIDER}),
            is_plain=True,
        )


def _is_any_provider(name: Name) -> bool:
    is_star = name.what is Named.FEDERATED and name.id == "*"
    return is_star or name.what is Named.EVERYONE
