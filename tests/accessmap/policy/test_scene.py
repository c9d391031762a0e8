"""What a decision is about."""

from __future__ import annotations

from accessmap.policy.atoms import Atoms
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.place import Place
from accessmap.policy.scene import Scene, place_keys
from accessmap.policy.subject import Subject
from tests.accessmap.policy.callers import HOME, OURS, ZONE


def scene(resource_type: str, kind: PolicyKind = PolicyKind.RESOURCE) -> Scene:
    return Scene(
        Subject("", resource_type, HOME, kind, None), ZONE, Atoms(), frozenset(), "aws"
    )


def test_a_key_and_a_role_take_signed_requests_only() -> None:
    assert scene("AWS::KMS::Key").is_signed_only
    assert scene("AWS::IAM::Role", PolicyKind.TRUST).is_signed_only
    assert not scene("AWS::S3::Bucket").is_signed_only


def test_sns_calls_its_caller_the_source_owner() -> None:
    place = Place(HOME, organization=OURS, path="p")
    assert place_keys(scene("AWS::SNS::Topic"), place)["aws:sourceowner"] == (HOME,)
    assert "aws:sourceowner" not in place_keys(scene("AWS::SQS::Queue"), place)
