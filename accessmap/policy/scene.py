"""What one decision is about: the subject, the zone, and what the documents ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from accessmap.policy.atoms import Atoms
from accessmap.policy.budget import Budget
from accessmap.policy.condition import Values
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.place import Place
from accessmap.policy.principal import Name, Named
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust


@dataclass(frozen=True)
class Scene:
    """What callers are generated from."""

    subject: Subject
    zone: ZoneOfTrust
    atoms: Atoms
    names: frozenset[Name]
    partition: str
    constants: Mapping[str, Values] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)

    @cached_property
    def identities(self) -> Mapping[str, list[Name]]:
        """Return the roles, users and sessions that are named, by account."""
        found: dict[str, list[Name]] = {}
        for name in sorted(self.names):
            if name.what is Named.IDENTITY:
                found.setdefault(name.account, []).append(name)
        return found

    @cached_property
    def canonicals(self) -> list[Name]:
        """Return the canonical user ids that are named."""
        return sorted(name for name in self.names if name.what is Named.CANONICAL)

    @property
    def is_signed_only(self) -> bool:
        """Say whether the service takes no request that nobody has signed."""
        return self.is_key or self.subject.kind is PolicyKind.TRUST

    @property
    def is_key(self) -> bool:
        """Say whether the resource is a KMS key."""
        return self.subject.resource_type == "AWS::KMS::Key"

    @property
    def has_mount_targets(self) -> bool:
        """Say whether clients may come through a mount target, as with EFS."""
        return self.subject.resource_type.startswith("AWS::EFS::")

    @property
    def is_topic(self) -> bool:
        """Say whether the resource is an SNS topic."""
        return self.subject.resource_type == "AWS::SNS::Topic"


def place_keys(scene: Scene, place: Place) -> dict[str, Values]:
    """Return the keys that tell an account and its organization."""
    keys: dict[str, Values] = {
        **scene.constants,
        "aws:principalaccount": (place.account,),
        "aws:principalisawsservice": ("false",),
    }
    if scene.is_key:
        keys["kms:calleraccount"] = (place.account,)
    if scene.is_topic:
        # SNS writes this key into the policy that every topic begins with, and means
        # the caller: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
        keys["aws:sourceowner"] = (place.account,)
    if place.organization:
        keys["aws:principalorgid"] = (place.organization,)
        keys["aws:principalorgpaths"] = (place.path,)
    return keys
