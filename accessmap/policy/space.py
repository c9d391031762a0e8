"""All requests that a document can tell apart, by dimension; statements become terms.

Dimensions: the caller (with everything that goes with who it is), the network, the S3
door, the action, the resource, and every other condition key on its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from accessmap.policy import key
from accessmap.policy.atoms import Atom, atom, classes
from accessmap.policy.box import (
    ACTION,
    CALLER,
    DOOR,
    FIRST_KEY,
    NETWORK,
    RESOURCE,
    Term,
)
from accessmap.policy.caller import Caller, Scene, people
from accessmap.policy.condition import Values, opposite
from accessmap.policy.document import Statement, Test
from accessmap.policy.element import Element
from accessmap.policy.glob import Pattern, TooMany, compiled, witnesses
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.network import Door, Network, doors, networks
from accessmap.policy.principal import Name, Named, names
from accessmap.policy.service import providers, services

Cell = TypeVar("Cell")
_VARIABLE = re.compile(r"\$\{[^}*?$]+\}")

MOST_CALLERS = 1200
MOST_PAIRS = 10_000  # of an Allow and a Deny
# What a trust policy may let in by; TagSession and the like come on top and let nobody in.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html
ASSUMING = (
    "sts:assumerole",
    "sts:assumerolewithsaml",
    "sts:assumerolewithwebidentity",
)
_OTHER_STS = ("sts:tagsession", "sts:setsourceidentity", "sts:setcontext", "sts:other")


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement that counts, with what its document says about variables."""

    statement: Statement
    has_variables: bool
    control: str = "deny"  # for a Deny: deny or rcp
    document: str = ""  # the name of its document, for an outer control


@dataclass(slots=True)
class Space:
    """The cells of every dimension."""

    scene: Scene
    callers: list[Caller]
    networks: list[Network]
    doors: list[Door]
    actions: list[str]
    resources: list[str]
    keys: dict[str, list[Values | None]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)  # key → dimension
    matched: dict[str, int] = field(default_factory=dict)  # caller's id → callers
    held: dict[Element, int] = field(default_factory=dict)  # element → callers
    texts: list[tuple[str, ...]] = field(default_factory=list)  # actions as written

    def held_by(self, element: Element) -> int:
        """Return the callers in whose chain the element stands."""
        if not self.held:
            for at, caller in enumerate(self.callers):
                for each in caller.chain:
                    self.held[each] = self.held.get(each, 0) | 1 << at
        return self.held.get(element, 0)

    @property
    def whole(self) -> tuple[int, ...]:
        """Return the masks of everything."""
        sizes = [
            len(self.callers),
            len(self.networks),
            len(self.doors),
            len(self.actions),
            len(self.resources),
            *map(len, self.keys.values()),
        ]
        return tuple((1 << size) - 1 for size in sizes)


def space_of(scene: Scene, entries: Sequence[Entry]) -> Space:
    """Return the space that ``entries`` can tell apart."""
    allows = sum(each.statement.is_allow for each in entries)
    if allows * (len(entries) - allows) > MOST_PAIRS:
        raise TooMany
    callers: list[Caller] = []
    for generate in (people, services, providers):
        for each in generate(scene):
            callers.append(each)
            if len(callers) > MOST_CALLERS:
                raise TooMany
    space = Space(
        scene,
        callers,
        list(networks(scene.atoms, has_mount_targets=_has_mount_targets(scene))),
        list(doors(scene)),
        _actions(scene, entries),
        _resources(scene, entries),
        texts=[each.statement.actions for each in entries],
    )
    for name, atoms in scene.atoms.by_key.items():
        if name in key.CALLER | key.NETWORK | key.DOOR or name in _own_network(scene):
            continue
        if name in scene.constants:
            cells: list[Values | None] = [scene.constants[name]]
        else:
            cells = classes(name, atoms, scene.constants)
        space.places[name] = FIRST_KEY + len(space.keys)
        space.keys[name] = cells
    for at, caller in enumerate(callers):
        for name in caller.ids | _accounts(caller):
            space.matched[name] = space.matched.get(name, 0) | 1 << at
    return space


def _accounts(caller: Caller) -> set[str]:
    return {caller.place.account} if caller.place else set()


def _has_mount_targets(scene: Scene) -> bool:
    return scene.subject.resource_type.startswith("AWS::EFS::")


def _own_network(scene: Scene) -> frozenset[str]:
    return frozenset({key.MOUNT_TARGET} if _has_mount_targets(scene) else ())


def _actions(scene: Scene, entries: Iterable[Entry]) -> list[str]:
    if scene.subject.kind is PolicyKind.TRUST:
        return [*ASSUMING, *_OTHER_STS]
    texts = {each.lower() for entry in entries for each in entry.statement.actions}
    service = SERVICES.get(scene.subject.resource_type.rpartition("::")[0], "*")
    patterns = [e for t in texts if (e := compiled(t))]
    return list(witnesses(patterns, universe=f"{service}:?*"))


# Resource types whose policies speak of one service's actions only.
SERVICES = {
    "AWS::S3": "s3",
    "AWS::SQS": "sqs",
    "AWS::SNS": "sns",
    "AWS::KMS": "kms",
    "AWS::Lambda": "lambda",
    "AWS::SecretsManager": "secretsmanager",
    "AWS::ECR": "ecr",
    "AWS::EFS": "elasticfilesystem",
    "AWS::Events": "events",
    "AWS::DynamoDB": "dynamodb",
    "AWS::Kinesis": "kinesis",
    "AWS::Glue": "glue",
    "AWS::Logs": "logs",
    "AWS::Backup": "backup",
    "AWS::OpenSearchService": "es",
    "AWS::Elasticsearch": "es",
    "AWS::ApiGateway": "execute-api",
    "AWS::IAM": "sts",
}


# Where the ARN of the resource is how policies name it; elsewhere any Resource counts.
_NAMED_BY_ARN = {
    "AWS::S3::Bucket": ("", "/*"),
    "AWS::SQS::Queue": ("",),
    "AWS::SNS::Topic": ("",),
}
WITHOUT_RESOURCE = {"AWS::KMS::Key", "AWS::IAM::Role", "AWS::ECR::Repository"}


def _resources(scene: Scene, entries: Iterable[Entry]) -> list[str]:
    subject = scene.subject
    if subject.resource_type in WITHOUT_RESOURCE:
        return [subject.arn or "*"]
    universes = ["*"]
    if subject.arn.startswith("arn:"):
        ends = _NAMED_BY_ARN.get(subject.resource_type)
        universes = [subject.arn + end for end in ends] if ends else ["*"]
    patterns = [
        pattern
        for entry in entries
        for each in entry.statement.resources or ()
        if (pattern := _resource(each, entry))
    ]
    found = [each for one in universes for each in witnesses(patterns, universe=one)]
    return list(dict.fromkeys(found))


def _resource(text: str, entry: Entry) -> Pattern | None:
    # A variable that tells the caller may be anything here.
    lookup = (lambda _: None) if entry.has_variables else None
    return compiled(text, lookup=lookup) or compiled(_VARIABLE.sub("*", text))


def terms_of(space: Space, entry: Entry) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """Return the statement as terms, and what could not be decided in it.

    What cannot be decided is true in an Allow; a Deny with it gets no terms, and so
    must not be taken to fire.
    """
    statement = entry.statement
    found = [
        Term(CALLER, _named_mask(space, statement)),
        Term(ACTION, _text_mask(space.actions, _action_patterns(statement))),
        Term(RESOURCE, _resource_mask(space, entry)),
    ]
    if statement.is_not_action:
        found[1] = Term(ACTION, ~found[1].mask)
    unknown: list[str] = []
    if not statement.is_allow and _depends_on_caller(entry):
        unknown.append("Resource")
    for test in statement.tests:
        one = atom(test, has_variables=entry.has_variables)
        term = _term(space, one) if one else None
        if one is None or term is None:
            unknown.append(_said(test, one))
            term = _free(space, test)
        found.append(term)
    if unknown and not statement.is_allow:
        return (), tuple(unknown)
    return tuple(found), tuple(each for each in unknown if each)


def _depends_on_caller(entry: Entry) -> bool:
    """Say whether the resources are told by a variable, and so differ by caller."""
    listed = entry.statement.resources or ()
    return entry.has_variables and any(_VARIABLE.search(each) for each in listed)


def _said(test: Test, one: Atom | None) -> str:
    """Return what of the test is unknown; nothing if it never could say who."""
    if one is None:
        return test.operator
    return test.key if one.key in key.CALLER | key.NETWORK | key.DOOR else ""


def _free(space: Space, test: Test) -> Term:
    """Return a term that may be true or not, whatever else is."""
    name = f"?{test.operator}|{test.key.lower()}|{'|'.join(sorted(test.values))}"
    if name not in space.keys:
        space.places[name] = FIRST_KEY + len(space.keys)
        space.keys[name] = [None, ("",)]
    return Term(space.places[name], 0b10, (test,))


def _term(space: Space, one: Atom) -> Term | None:
    """Return the atom as a term on the one dimension that decides it, if there is one."""
    constants = space.scene.constants
    variables = one.variables() - set(constants)
    said = (one.test,), opposite(one.test, one.how)
    if one.key in space.places and not variables:
        cells = space.keys[one.key]
        mask = _mask(
            cells,
            lambda cell: one.holds(
                {**constants, one.key: cell} if cell is not None else constants
            ),
        )
        return Term(space.places[one.key], mask, *said)
    if variables <= key.CALLER and one.key in key.CALLER | set(constants):
        return Term(CALLER, _mask(space.callers, lambda e: one.holds(e.keys)), *said)
    if variables:
        return None
    if one.key in key.DOOR:
        return Term(DOOR, _mask(space.doors, lambda e: one.holds(e.keys)), *said)
    return Term(NETWORK, _mask(space.networks, lambda e: one.holds(e.keys)), *said)


def _mask(cells: Iterable[Cell], holds: Callable[[Cell], bool]) -> int:
    mask = 0
    for at, cell in enumerate(cells):
        if holds(cell):
            mask |= 1 << at
    return mask


def _named_mask(space: Space, statement: Statement) -> int:
    everyone = (1 << len(space.callers)) - 1
    if statement.principals is None:
        return everyone
    listed = names(statement)
    mask = 0
    for name in listed:
        mask |= everyone if name.what is Named.EVERYONE else _one(space, name)
    if not statement.is_not_principal:
        return mask
    if not statement.is_allow:
        # Whoever is spared is spared with the account: AWS wants both to be listed.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
        for name in listed:
            mask |= space.matched.get(name.account, 0) if name.account else 0
    return everyone & ~mask


def _one(space: Space, name: Name) -> int:
    if name.what in {Named.DELETED, Named.NOBODY}:
        return 0
    return space.matched.get(name.id, 0)


def _action_patterns(statement: Statement) -> list[Pattern]:
    return [e for each in statement.actions if (e := compiled(each.lower()))]


def _text_mask(cells: Iterable[str], patterns: Sequence[Pattern]) -> int:
    return _mask(cells, lambda cell: any(each.matches(cell) for each in patterns))


def _resource_mask(space: Space, entry: Entry) -> int:
    statement = entry.statement
    everything = (1 << len(space.resources)) - 1
    is_named = space.scene.subject.resource_type not in WITHOUT_RESOURCE
    if statement.resources is None or not is_named:
        return everything
    patterns = [e for each in statement.resources if (e := _resource(each, entry))]
    mask = _text_mask(space.resources, patterns)
    return everything & ~mask if statement.is_not_resource else mask
