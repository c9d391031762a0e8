"""Every kind of caller that a document can tell apart, with a whole request's keys.

Keys that belong together are generated together: nobody here has the ARN of one account
and the organization of another. What the operators say of a caller is then evaluated,
not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from accessmap.policy import element, key
from accessmap.policy.atoms import Atoms
from accessmap.policy.automaton import possible, witnesses
from accessmap.policy.condition import Values
from accessmap.policy.element import Element
from accessmap.policy.place import Asked, Place, asked, places
from accessmap.policy.principal import ACCOUNT_ID, Named
from accessmap.policy.scene import Scene, place_keys


class Kind(Enum):
    """How a caller comes: whole worlds apart, with different keys in their requests."""

    ANONYMOUS = auto()
    IDENTITY = auto()
    SERVICE = auto()
    FEDERATED = auto()


@dataclass(frozen=True, slots=True)
class Caller:
    """One caller, standing for all that the document treats alike.

    ``chain`` is what holds it, widest first, ending in its own element.
    """

    kind: Kind
    keys: Mapping[str, Values]
    chain: tuple[Element, ...]
    place: Place | None = None
    # What a Principal element may name it by: ARNs, a service, a provider …
    ids: frozenset[str] = frozenset()
    # Nothing about it is special: whatever it may do, anybody may.
    is_plain: bool = False
    source: Source | None = None

    @property
    def own(self) -> Element:
        """Return the narrowest element that it belongs to."""
        return self.chain[-1]


@dataclass(frozen=True, slots=True)
class Source:
    """On whose behalf a service calls; a nameless source may be anybody."""

    place: Place | None = None
    is_owner_hidden: bool = False  # an ARN that fixes a resource but tells no account


def people(scene: Scene) -> Iterator[Caller]:
    """Yield the callers that are no service: anonymous, and identities of accounts."""
    if not scene.is_signed_only:
        yield Caller(
            Kind.ANONYMOUS,
            key.UNSIGNED,
            (element.PUBLIC,),
            is_plain=True,
        )
    asked_for = _asked(scene)
    for place in places(asked_for, scene.zone, scene.subject.account_id):
        yield from _of_place(scene, place)
        yield from _of_canonical(scene, place)
    for name in sorted(scene.names):
        if name.what is Named.CLOUDFRONT:
            yield Caller(
                Kind.IDENTITY,
                {"aws:principalarn": (name.id,)},
                (element.PUBLIC, element.of_service(name.id)),
                ids=frozenset({name.id}),
            )


def _asked(scene: Scene) -> Asked:
    atoms = scene.atoms
    account_keys = ["aws:principalaccount", "kms:calleraccount"]
    if scene.is_topic:
        account_keys.append("aws:sourceowner")
    organizations = ("aws:principalorgid", "aws:principalorgpaths")
    user_ids = {
        pattern.text.partition(":")[0] for pattern in atoms.patterns(["aws:userid"])
    }
    named = {name.account for name in scene.names if name.what in _OF_ACCOUNTS}
    named |= {each for each in user_ids if ACCOUNT_ID.fullmatch(each)}
    named |= {scene.zone.canonical_ids.get(name.id, "") for name in scene.names} - {""}
    wants_home = any(atoms.has([each]) for each in _RESOURCE_VARIABLES)
    if wants_home or _mentions_variables(atoms) or scene.subject.settings:
        named.add(scene.subject.account_id)
    return asked(
        named=named,
        accounts=atoms.patterns(account_keys, scene.constants),
        arns=atoms.patterns(["aws:principalarn"], scene.constants),
        organizations=atoms.patterns(["aws:principalorgid"], scene.constants),
        paths=tuple(atoms.patterns(["aws:principalorgpaths"], scene.constants)),
        tells_organizations=atoms.has(organizations)
        or _mentions_variables(atoms)
        or atoms.has(_RESOURCE_VARIABLES),
        budget=scene.budget,
    )


_OF_ACCOUNTS = (Named.ACCOUNT, Named.IDENTITY)
_RESOURCE_VARIABLES = (
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:resourceorgpaths",
)


def _mentions_variables(atoms: Atoms) -> bool:
    return any(each.has_variables for among in atoms.by_key.values() for each in among)


def _of_place(scene: Scene, place: Place) -> Iterator[Caller]:
    zone, home = scene.zone, scene.subject.account_id
    above = element.above(place, zone)
    if place.is_account_named:
        above = (*above, element.of_account(place.account, zone, home))
    keys = place_keys(scene, place)
    for arn, session, is_named in _identities(scene, place, keys):
        chain = above
        if is_named and place.is_account_named:
            chain = (*chain, element.of_identity(arn, place.account, zone, home))
        if session:
            chain = (*chain, element.of_identity(session, place.account, zone, home))
        named = {
            **keys,
            "aws:principalarn": (arn,),
            "aws:userid": (_user_id(arn, place),),
        }
        plain = not is_named and not session and _is_plain(arn)
        ids = frozenset({arn, session} - {""})
        yield Caller(
            Kind.IDENTITY,
            named,
            chain,
            place,
            ids,
            is_plain=plain and place.is_fresh and not place.units,
        )
        if plain:
            yield from _of_user_ids(scene, place, named, above)
            continue
        for text in _own_user_ids(scene, named, session):
            keys_too = {**named, "aws:userid": (text,)}
            yield Caller(Kind.IDENTITY, keys_too, chain, place, ids)


_FRESH = "anyone"
_SESSION = re.compile(r"arn:([\w-]+):sts::(\d{12}):assumed-role/([^/]+)/(.+)")


def _is_plain(arn: str) -> bool:
    return arn.endswith(f"/{_FRESH}")


def _identities(
    scene: Scene, place: Place, keys: Mapping[str, Values]
) -> Iterator[tuple[str, str, bool]]:
    """Yield (principal ARN, session ARN, is it one identity?) of a place."""
    head = f"arn:{scene.partition}:iam::{place.account}"
    patterns = scene.atoms.patterns(["aws:principalarn"], keys)
    patterns = possible(patterns)
    exact = {each.text for each in patterns if each.is_exact}
    generic = f"{head}:role/{_FRESH}"
    yield generic, "", False
    seen = {tuple(each.matches(generic) for each in patterns)}
    mine = scene.identities.get(place.account, [])
    for name in mine:
        if found := _SESSION.fullmatch(name.id):
            partition, account, role, _ = found.groups()
            yield f"arn:{partition}:iam::{account}:role/{role}", name.id, False
        else:
            exact.add(name.id)
            yield name.id, "", True
    if not patterns:
        return
    named = {name.id for name in mine}
    for universe in (
        f"{head}:role/?*",
        f"{head}:user/?*",
        f"arn:{scene.partition}:sts::{place.account}:federated-user/?*",
        f"{head}:root",
    ):
        for arn in witnesses(patterns, universe=universe, budget=scene.budget):
            is_one = arn in exact and not arn.endswith(":root")
            truth = tuple(each.matches(arn) for each in patterns)
            if arn not in named and (is_one or truth not in seen):
                seen.add(truth)
                yield arn, "", is_one


def _user_id(arn: str, place: Place) -> str:
    if arn.endswith(":root"):
        return place.account
    name = arn.rpartition("/")[2]
    if ":federated-user/" in arn:
        return f"{place.account}:{name}"
    return "AIDAANYONEANYONEANYON" if ":user/" in arn else "AROAANYONEANYONEANYON:x"


def _own_user_ids(
    scene: Scene, keys: Mapping[str, Values], session: str
) -> tuple[str, ...]:
    """Return the unique ids, as the document tells them apart, of one identity.

    Only AWS knows which id a name has, but not every id can be that of a role.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
    """
    patterns = possible(scene.atoms.patterns(["aws:userid"], keys))
    [arn] = keys["aws:principalarn"]
    if not patterns or arn.endswith(":root") or ":federated-user/" in arn:
        return ()
    run = session.rpartition("/")[2] or "?*"
    universe = "AIDA?*" if ":user/" in arn else f"AROA?*:{run}"
    return witnesses(patterns, universe=universe, budget=scene.budget)


_UNIQUE_ID = re.compile(r"(AROA|AIDA)[A-Z0-9]+")


def _of_user_ids(
    scene: Scene, place: Place, keys: Mapping[str, Values], above: tuple[Element, ...]
) -> Iterator[Caller]:
    """Yield callers with the unique ids that the document tells apart."""
    patterns = possible(scene.atoms.patterns(["aws:userid"], keys))
    if not patterns:
        return
    for text in witnesses(patterns, budget=scene.budget):
        account = text.partition(":")[0]
        if ACCOUNT_ID.fullmatch(account) and account != place.account:
            continue
        chain = above
        fixing = [
            each.text
            for each in patterns
            if each.matches(text)
            and _UNIQUE_ID.fullmatch(each.fixed.partition(":")[0])
            and (each.is_exact or ":" in each.fixed)
        ]
        is_abroad = place.organization != scene.zone.organization_id
        if (
            fixing
            and not place.is_account_named
            and (is_abroad or not place.organization)
        ):
            chain = (*above, element.of_user_id(max(fixing, key=len)))
        yield Caller(Kind.IDENTITY, {**keys, "aws:userid": (text,)}, chain, place)


def _of_canonical(scene: Scene, place: Place) -> Iterator[Caller]:
    """Yield callers known by canonical id; an unknown id may be any foreign account."""
    home = scene.subject.account_id
    for name in scene.canonicals:
        account = scene.zone.canonical_ids.get(name.id, "")
        is_foreign = scene.zone.of_account(place.account, home=home).value == "external"
        is_ours = (
            place.organization and place.organization == scene.zone.organization_id
        )
        if account == place.account or (not account and is_foreign and not is_ours):
            own = element.of_canonical(name.id, scene.zone, home)
            chain = (*element.above(place, scene.zone), own)
            for keys in _everybody(scene, place):
                yield Caller(Kind.IDENTITY, keys, chain, place, frozenset({name.id}))


def _everybody(scene: Scene, place: Place) -> Iterator[dict[str, Values]]:
    """Yield the keys of the root user, roles and users that the document tells apart.

    The canonical id of an account stands for all of them.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    keys = place_keys(scene, place)
    head = f"arn:{scene.partition}:iam::{place.account}"
    found = {f"{head}:root": "", f"{head}:user/{_FRESH}": ""}
    found |= {arn: session for arn, session, _ in _identities(scene, place, keys)}
    for arn, session in found.items():
        mine: dict[str, Values] = {**keys, "aws:principalarn": (arn,)}
        ids = (_user_id(arn, place), *_own_user_ids(scene, mine, session))
        for text in dict.fromkeys(ids):
            yield {**mine, "aws:userid": (text,)}
