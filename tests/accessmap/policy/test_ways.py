"""Every command is one that AWS knows, for every kind of thing that is collected."""

from __future__ import annotations

import functools
import re
import shlex
from collections.abc import Iterator

import botocore.session
import pytest
from botocore import xform_name

from accessmap.aws.collector import all_collectors
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.ways import WAYS

# The AWS CLI calls two services otherwise than their models.
MODELS = {"configservice": "config", "s3api": "s3"}
OF_ALL = {"query", "region", "output", "cli-input-json"}  # options of every command
NESTED = re.compile(r"\$\((?P<what>aws [^()]*)\)")
WITHOUT = {
    # Public by nature: only its deletion ends that everybody may pull from it.
    ("AWS::ECR::PublicRepository", PolicyKind.SHARE),
    # What it sends to others is a target of a rule of ours, no policy.
    ("AWS::Events::Rule", PolicyKind.SHARE),
}


def commands() -> Iterator[tuple[str, str]]:
    for (resource_type, kind), way in WAYS.items():
        for each in ("get", "put", "delete", "undo_entry", "undo_statement"):
            if command := getattr(way, each):
                yield f"{resource_type}-{kind}-{each}", command
                for found in NESTED.finditer(command):
                    yield f"{resource_type}-{kind}-{each}-in", found["what"][4:]


@functools.cache
def options(service: str, operation: str) -> set[str]:
    """Return the options of a command, from the model that the AWS CLI is made from."""
    model = botocore.session.get_session().get_service_model(
        MODELS.get(service, service)
    )
    names = {xform_name(each, "-"): each for each in model.operation_names}
    shape = model.operation_model(names[operation]).input_shape
    return {xform_name(each, "-") for each in shape.members} if shape else set()


@pytest.mark.parametrize(
    "command", [pytest.param(each, id=name) for name, each in commands()]
)
def test_aws_knows_the_command_and_each_of_its_options(command: str) -> None:
    outer = NESTED.sub("…", command).partition("  # ")[0]
    service, operation, *rest = shlex.split(outer.replace("$(python3", "(python3"))
    asked = {each.removeprefix("--") for each in rest if each.startswith("--")}
    assert asked - OF_ALL <= options(service, operation)


def test_whatever_is_collected_and_may_let_somebody_in_can_be_changed() -> None:
    named = {resource_type for resource_type, _kind in WAYS}
    told = {resource_type for resource_type, _kind in WITHOUT}
    collected = {type(each).resource_type for each in all_collectors().values()}
    assert collected - named - told == {
        # Facts about accounts, logs and links, which let nobody in by a policy.
        "AWS::AccessAnalyzer::Analyzer",
        "AWS::Account::AlternateContact",
        "AWS::CloudTrail::EventHistory",
        "AWS::CloudTrail::PolicyWriters",
        "AWS::CloudTrail::Trail",
        "AWS::EC2::TransitGatewayAttachment",
        "AWS::EC2::VPCEndpoint",
        "AWS::EC2::VPCPeeringConnection",
        "AWS::IAM::OIDCProvider",
        "AWS::IAM::ServiceLastAccessed",
        "AWS::IoT::Policy",
        "AWS::RolesAnywhere::TrustAnchor",
    }
