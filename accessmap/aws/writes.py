"""Which events of CloudTrail write a policy, and where they name its resource.

The collector looks for these events, and what is said to be known of a policy's last
writer rests on the same table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from accessmap.policy.kinds import PolicyKind

# IAM is global, and its events are written in one region of each partition.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
HOMES: Mapping[str, str] = MappingProxyType(
    {"aws": "us-east-1", "aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1"}
)


@dataclass(frozen=True, slots=True)
class Write:
    """What an event writes, and where it names the resource."""

    kind: PolicyKind
    named_by: str  # a member of the request; after ">", of the answer


TRUST, RESOURCE = PolicyKind.TRUST, PolicyKind.RESOURCE
# Service → event → what it writes. A service's page is docs.aws.amazon.com/… "Logging
# API calls with AWS CloudTrail"; Lambda's events carry the version of their API.
WRITES: Mapping[str, Mapping[str, Write]] = MappingProxyType(
    {
        "iam": {
            "CreateRole": Write(TRUST, "roleName"),
            "UpdateAssumeRolePolicy": Write(TRUST, "roleName"),
            "PutRolePolicy": Write(PolicyKind.INLINE, "roleName"),
            "AttachRolePolicy": Write(PolicyKind.MANAGED, "roleName"),
        },
        "s3": {
            "CreateBucket": Write(PolicyKind.ACL, "bucketName"),
            "PutBucketAcl": Write(PolicyKind.ACL, "bucketName"),
            "PutBucketPolicy": Write(RESOURCE, "bucketName"),
        },
        "kms": {
            "CreateKey": Write(RESOURCE, ">keyMetadata.arn"),
            "PutKeyPolicy": Write(RESOURCE, "keyId"),
            "CreateGrant": Write(PolicyKind.KMS_GRANTS, "keyId"),
        },
        "sqs": {
            "CreateQueue": Write(RESOURCE, ">queueUrl"),
            "SetQueueAttributes": Write(RESOURCE, "queueUrl"),
            "AddPermission": Write(RESOURCE, "queueUrl"),
            "RemovePermission": Write(RESOURCE, "queueUrl"),
        },
        "sns": {
            "CreateTopic": Write(RESOURCE, ">topicArn"),
            "SetTopicAttributes": Write(RESOURCE, "topicArn"),
            "AddPermission": Write(RESOURCE, "topicArn"),
            "RemovePermission": Write(RESOURCE, "topicArn"),
        },
        "lambda": {
            "AddPermission20150331v2": Write(RESOURCE, "functionName"),
            "RemovePermission20150331v2": Write(RESOURCE, "functionName"),
        },
        "secretsmanager": {"PutResourcePolicy": Write(RESOURCE, "secretId")},
        "dynamodb": {"PutResourcePolicy": Write(RESOURCE, "resourceArn")},
        "ecr": {"SetRepositoryPolicy": Write(RESOURCE, "repositoryName")},
        "elasticfilesystem": {"PutFileSystemPolicy": Write(RESOURCE, "fileSystemId")},
        "backup": {"PutBackupVaultAccessPolicy": Write(RESOURCE, "backupVaultName")},
        "ec2": {
            "ModifySnapshotAttribute": Write(PolicyKind.SHARE, "snapshotId"),
            "ModifyImageAttribute": Write(PolicyKind.SHARE, "imageId"),
        },
    }
)
# The service and kind of every policy whose writers are looked for.
FOLLOWED = frozenset(
    (service, write.kind.value)
    for service, writes in WRITES.items()
    for write in writes.values()
)
