"""All requests that a document can tell apart, by dimension; statements become terms.

Dimensions: the caller (with everything that goes with who it is), the network, the S3
door, the action, the resource, and every other condition key on its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from accessmap.policy import key
from accessmap.policy.atoms import classes
from accessmap.policy.automaton import witnesses
from accessmap.policy.box import (
    FIRST_KEY,
)
from accessmap.policy.budget import TooMany
from accessmap.policy.caller import Caller, people
from accessmap.policy.condition import Values
from accessmap.policy.document import Statement
from accessmap.policy.element import Element
from accessmap.policy.glob import Pattern, compiled
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.network import Door, Network, doors, networks
from accessmap.policy.scene import Scene
from accessmap.policy.service import providers, services

VARIABLE = re.compile(r"\$\{[^}*?$]+\}")

MOST_CALLERS = 1200
MOST_PAIRS = 10_000  # of an Allow and a Deny
# What a trust policy may let in by; TagSession and the like let nobody in.
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
    spares: str = ""  # for a Deny: an action that it does not reach


@dataclass
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
    texts: tuple[str, ...] = ()  # actions as written

    def held_by(self, element: Element) -> int:
        """Return the callers in whose chain the element stands."""
        if not self.held:
            for at, caller in enumerate(self.callers):
                for each in caller.chain:
                    self.held[each] = self.held.get(each, 0) | 1 << at
        return self.held.get(element, 0)

    @cached_property
    def written(self) -> frozenset[str]:
        """Return the actions as written, in lower case."""
        return frozenset(each.lower() for each in self.texts)

    def absent(self, name: str) -> int:
        """Return the cells of a key in which it is missing."""
        return sum(1 << at for at, e in enumerate(self.keys[name]) if e is None)

    @cached_property
    def signed(self) -> list[tuple[int, int]]:
        """Return (dimension, cell without it) of keys of signed requests only."""
        return [
            (at, self.absent(name))
            for name, at in self.places.items()
            if key.is_signed_only(name)
        ]

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
        list(networks(scene)),
        list(doors(scene)),
        _actions(scene, entries),
        _resources(scene, entries),
        texts=tuple(sorted({e for each in entries for e in each.statement.actions})),
    )
    _add_keys(space)
    for at, caller in enumerate(callers):
        for name in caller.ids | _accounts(caller):
            space.matched[name] = space.matched.get(name, 0) | 1 << at
    return space


def _add_keys(space: Space) -> None:
    """Give every key that stands for itself a dimension of its own."""
    scene = space.scene
    elsewhere = key.CALLER | key.NETWORK | key.DOOR | _own_network(scene)
    for name, atoms in scene.atoms.by_key.items():
        if name in elsewhere:
            continue
        if name in scene.constants:
            cells: list[Values | None] = [scene.constants[name]]
        else:
            cells = classes(name, atoms, scene.constants, scene.budget)
        space.places[name] = FIRST_KEY + len(space.keys)
        space.keys[name] = cells


def _accounts(caller: Caller) -> set[str]:
    return {caller.place.account} if caller.place else set()


def _own_network(scene: Scene) -> frozenset[str]:
    return frozenset({key.MOUNT_TARGET} if scene.has_mount_targets else ())


def _actions(scene: Scene, entries: Iterable[Entry]) -> list[str]:
    if scene.subject.kind is PolicyKind.TRUST:
        return [*ASSUMING, *_OTHER_STS]
    texts = {each.lower() for entry in entries for each in entry.statement.actions}
    service = service_of(scene.subject.resource_type)
    patterns = [e for t in texts if (e := compiled(t))]
    universe = f"{service}:?*"
    return list(witnesses(patterns, universe=universe, budget=scene.budget))


# Resource types whose policies speak of one service's actions only. Those of MSK and
# VPC Lattice speak of two (kafka-cluster, vpc-lattice-svcs).
SERVICES = {
    "AWS::S3": "s3",
    "AWS::SQS": "sqs",
    "AWS::SNS": "sns",
    "AWS::KMS": "kms",
    "AWS::Lambda": "lambda",
    "AWS::SecretsManager": "secretsmanager",
    "AWS::ECR": "ecr",
    "AWS::ECR::PublicRepository": "ecr-public",
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
    "AWS::ACMPCA": "acm-pca",
    "AWS::CodeArtifact": "codeartifact",
    "AWS::CodeBuild": "codebuild",
    "AWS::EventSchemas": "schemas",
    "AWS::Glacier": "glacier",
    "AWS::Organizations": "organizations",
    "AWS::S3Express": "s3express",
    "AWS::SES": "ses",
    "AWS::SSM": "ssm",
}


def service_of(resource_type: str) -> str:
    """Return the service that policies of the type speak of; a star for any."""
    known = SERVICES.get(resource_type)
    return known or SERVICES.get(resource_type.rpartition("::")[0], "*")


# Where the ARN of the resource is how policies name it; elsewhere any Resource counts.
NAMED_BY_ARN = {
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
        ends = NAMED_BY_ARN.get(subject.resource_type)
        universes = [subject.arn + end for end in ends] if ends else ["*"]
    patterns = [
        pattern
        for entry in entries
        for each in entry.statement.resources or ()
        if (pattern := resource_pattern(each, entry))
    ]
    found = [
        each
        for one in universes
        for each in witnesses(patterns, universe=one, budget=scene.budget)
    ]
    return list(dict.fromkeys(found))


def resource_pattern(text: str, entry: Entry) -> Pattern | None:
    """Return one Resource as a pattern, in which an unknown variable is a star."""
    # A variable that tells the caller may be anything here.
    lookup = (lambda _: None) if entry.has_variables else None
    return compiled(text, lookup=lookup) or compiled(VARIABLE.sub("*", text))
