"""The resource policies that a made account holds.

Each starts with what AWS's own console writes for a new key, queue or topic, or with
the Deny without TLS that most buckets carry, and then lets one more principal in.
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.policies import TRUST, Json, allow, document, json_text

MIX = (
    (0.40, "member"),
    (0.70, "service"),
    (0.90, "organization"),
    (1.00, "vendor"),
)


@dataclass(frozen=True)
class Made:
    """One kind of resource: how many an account has, and how many have no policy."""

    resource_type: str
    command: str
    arn: str  # with {account} and {number}
    action: str
    count: int
    without: int = 0
    target: str = "{arn}"


KINDS = (
    Made(
        "AWS::S3::Bucket",
        "get-bucket-policy",
        "arn:aws:s3:::bucket-{account}-{number}",
        "s3:GetObject",
        count=14,
        without=6,
        target="{arn}/*",
    ),
    Made(
        "AWS::KMS::Key",
        "get-key-policy",
        "arn:aws:kms:us-east-1:{account}:key/{number}",
        "kms:Decrypt",
        count=8,
        target="*",  # which means this key
    ),
    Made(
        "AWS::SQS::Queue",
        "get-queue-attributes",
        "arn:aws:sqs:us-east-1:{account}:queue-{number}",
        "sqs:SendMessage",
        count=6,
    ),
    Made(
        "AWS::SNS::Topic",
        "get-topic-attributes",
        "arn:aws:sns:us-east-1:{account}:topic-{number}",
        "sns:Publish",
        count=6,
    ),
)


def first_statement(resource_type: str, arn: str, account: str) -> Json:
    """Return what stands in the policy before anyone edits it."""
    root = {"AWS": f"arn:aws:iam::{account}:root"}
    if resource_type == "AWS::KMS::Key":
        return allow(root, "kms:*", Sid="Enable IAM User Permissions", Resource="*")
    if resource_type == "AWS::SQS::Queue":
        return allow(root, "SQS:*", Sid="__owner_statement", Resource=arn)
    if resource_type == "AWS::SNS::Topic":
        actions = ["SNS:GetTopicAttributes", "SNS:Subscribe", "SNS:Publish"]
        owner = {"StringEquals": {"AWS:SourceOwner": account}}
        sid = "__default_statement_ID"
        return allow({"AWS": "*"}, actions, Sid=sid, Resource=arn, Condition=owner)
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def resource_policy(
    draw: random.Random, made: Made, number: int, account: str, other: str
) -> tuple[str, Json]:
    """Return the kind and the text of one resource's policy, drawn from the mix."""
    chance = draw.random()
    kind = next(name for limit, name in MIX if chance <= limit)
    arn = made.arn.format(account=account, number=number)
    granted = TRUST[kind](draw, account, other)
    if kind == "vendor":
        del granted["Condition"]  # external IDs come with roles only
    granted |= {"Action": made.action, "Resource": made.target.format(arn=arn)}
    return kind, document(first_statement(made.resource_type, arn, account), granted)


def resources(draw: random.Random, account: str, other: str) -> Json:
    """Return 34 resources of one account by the command that reads their policy."""
    answers: Json = {}
    for made in KINDS:
        group = answers[made.command] = {}
        for number in range(made.count):
            arn = made.arn.format(account=account, number=number)
            text = None
            if number >= made.without:
                policy = resource_policy(draw, made, number, account, other)[1]
                text = json_text(policy)
            group[arn] = {"Policy": text}
    return answers
