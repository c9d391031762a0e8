"""What a grant's actions come down to, in verbs: the same for every language.

AWS's access levels mislead for some services (to decrypt with a key is "write"), so
the actions that matter most have verbs of their own. What is left is told by its level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from accessmap.policy.action import COPIES, expand, level, matches
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import AccessLevel, PolicyKind

# Frame → verb → the actions that it stands for. One line is one verb of one sentence.
VERBS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "bucket": {
            "read": ("s3:GetObject", "s3:GetObjectVersion"),
            "list": ("s3:ListBucket", "s3:ListBucketVersions"),
            "write": ("s3:PutObject",),
            "delete": ("s3:DeleteObject", "s3:DeleteObjectVersion"),
        },
        "key": {
            "decrypt": ("kms:Decrypt", "kms:ReEncryptFrom"),
            "encrypt": (
                "kms:Encrypt",
                "kms:ReEncryptTo",
                "kms:GenerateDataKey",
                "kms:GenerateDataKeyPair",
                "kms:GenerateDataKeyPairWithoutPlaintext",
                "kms:GenerateDataKeyWithoutPlaintext",
            ),
            "sign": ("kms:Sign", "kms:GenerateMac"),
        },
        "queue": {
            "send": ("sqs:SendMessage",),
            "receive": ("sqs:ReceiveMessage",),
            "erase": ("sqs:DeleteMessage", "sqs:PurgeQueue"),
        },
        "topic": {
            "publish": ("sns:Publish",),
            "subscribe": ("sns:Subscribe", "sns:Receive"),
        },
        "function": {
            "run": (
                "lambda:InvokeFunction",
                "lambda:InvokeFunctionUrl",
                "lambda:InvokeAsync",
            )
        },
        "repository": {
            "pull": (
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
                "ecr:BatchCheckLayerAvailability",
                "ecr-public:BatchCheckLayerAvailability",
            ),
            "push": (
                "ecr:PutImage",
                "ecr:InitiateLayerUpload",
                "ecr:UploadLayerPart",
                "ecr:CompleteLayerUpload",
                "ecr-public:PutImage",
                "ecr-public:InitiateLayerUpload",
                "ecr-public:UploadLayerPart",
                "ecr-public:CompleteLayerUpload",
            ),
        },
        "files": {
            "mount": ("elasticfilesystem:ClientMount",),
            "write": (
                "elasticfilesystem:ClientWrite",
                "elasticfilesystem:ClientRootAccess",
            ),
        },
        "secret": {
            "read": ("secretsmanager:GetSecretValue",),
            "change": ("secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret"),
        },
        "layer": {"use": ("lambda:GetLayerVersion",)},
        "bus": {"send": ("events:PutEvents",)},
        "thing": {},
    }
)
FRAMES = MappingProxyType(
    {
        "AWS::S3::Bucket": "bucket",
        "AWS::KMS::Key": "key",
        "AWS::SQS::Queue": "queue",
        "AWS::SNS::Topic": "topic",
        "AWS::Lambda::Function": "function",
        "AWS::ECR::Repository": "repository",
        "AWS::ECR::PublicRepository": "repository",
        "AWS::EFS::FileSystem": "files",
        "AWS::SecretsManager::Secret": "secret",
        "AWS::Lambda::LayerVersion": "layer",
        "AWS::Events::EventBus": "bus",
    }
)
ASSUME = (
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
)
# Shared as a whole: what recipients do with it, its actions do not tell.
LENT = MappingProxyType(
    {
        "AWS::RAM::ResourceShare": ("share", "use"),
        "AWS::Redshift::DataShare": ("share", "read"),
        "AWS::ServiceCatalog::Portfolio": ("share", "use"),
        "AWS::Config::AggregationAuthorization": ("records", "read"),
        "AWS::Events::Rule": ("events", "receive"),
    }
)
# Which of these is worst decides how the consequence is told, worst first.
_POWERS = (
    ("permissions", {"everything", "about-permissions"}),
    ("write", {"write", "delete", "change", "erase", "push"}),
    ("send", {"send", "publish"}),
    ("run", {"run"}),
    ("decrypt", {"decrypt"}),
    ("sign", {"sign"}),
    ("read", {"read", "receive", "pull", "mount", "copy", "use"}),
    ("listen", {"subscribe"}),
    ("list", {"list"}),
    ("become", {"become"}),
    ("tag", {"tag-session"}),
    ("write", {"about-write", "about-tagging"}),
)


@dataclass(frozen=True, slots=True)
class Deeds:
    """``verbs`` do something with the content, ``about`` with the resource itself."""

    frame: str
    verbs: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def power(self) -> str:
        """Return the worst of what the deeds let a person do."""
        done = {*self.verbs, *self.about}
        return next((power for power, verbs in _POWERS if verbs & done), "other")


def deeds(grant: Grant) -> Deeds:
    """Return what ``grant`` lets people do."""
    return _deeds(
        grant.policy_kind,
        grant.resource_type,
        grant.actions,
        grant.access_levels,
        is_about_objects=_is_about_objects(grant),
    )


@lru_cache(maxsize=4096)
def _deeds(
    kind: PolicyKind,
    resource_type: str,
    actions: tuple[str, ...],
    levels: tuple[AccessLevel, ...],
    *,
    is_about_objects: bool,
) -> Deeds:
    """Return what ``deeds`` does: a sentence asks for it four times over."""
    if told := _told_by_kind(kind, resource_type, actions):
        return told
    frame = FRAMES.get(resource_type, "thing")
    if any(pattern == "*" or pattern.endswith(":*") for pattern in actions):
        return Deeds(frame, ("everything",))
    covered = {action.lower() for action in expand(actions)}
    if resource_type == "AWS::S3::Bucket" and is_about_objects:
        covered = {a for a in covered if "object" in a or "multipart" in a}
    verbs = tuple(
        verb for verb, named in VERBS[frame].items() if covered & _lower(named)
    )
    rest = covered.difference(*(_lower(VERBS[frame][verb]) for verb in verbs))
    left = {level(action) for action in rest}
    if not actions:
        left |= set(levels)  # of a grant that has no policy text
    if frame == "thing":
        return _of_a_thing(frame, left)
    about = tuple(f"about-{each.value}" for each in AccessLevel if each in left)
    return Deeds(frame, verbs, about)


def _told_by_kind(
    kind: PolicyKind, resource_type: str, actions: tuple[str, ...]
) -> Deeds | None:
    """Return what is done with roles, copies and shares, whatever the actions."""
    if kind is PolicyKind.TRUST:
        is_assumed = any(matches(each, name) for each in actions for name in ASSUME)
        return Deeds("role", ("become",) if is_assumed else ("tag-session",))
    if kind is PolicyKind.ASSIGNMENT:
        return Deeds("sign-in", ("become",))
    if resource_type.endswith(COPIES):
        return Deeds("copy", ("copy",))
    lent = LENT.get(resource_type)
    return Deeds(lent[0], (lent[1],)) if lent else None


def _is_about_objects(grant: Grant) -> bool:
    """Say whether only objects are named: what is done to the bucket is then nothing.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
    """
    inside = f"{grant.resource}/"
    return bool(grant.objects) and all(e.startswith(inside) for e in grant.objects)


def _lower(actions: tuple[str, ...]) -> set[str]:
    return {action.lower() for action in actions}


def _of_a_thing(frame: str, left: set[AccessLevel]) -> Deeds:
    """Tell by level alone what is done with a resource that has no verbs of its own."""
    verbs = {
        AccessLevel.LIST: "list",
        AccessLevel.READ: "read",
        AccessLevel.WRITE: "change",
    }
    return Deeds(
        frame,
        tuple(verb for each, verb in verbs.items() if each in left),
        tuple(
            f"about-{each.value}"
            for each in (AccessLevel.TAGGING, AccessLevel.PERMISSIONS)
            if each in left
        ),
    )
