"""Grants on buckets, keys and other resources, to be said in words."""

from __future__ import annotations

from accessmap.policy.grant import Blocker, Principal
from accessmap.policy.kinds import (
    PrincipalKind,
    SourceZone,
    Verdict,
    Zone,
)
from tests import cast
from tests.accessmap.policy.explain.makers import (
    ANY,
    BUCKET,
    EXTERNAL,
    FUNCTION,
    KAPPA,
    KEY,
    ORDER_RULE,
    PUBLIC,
    QUEUE,
    SECRET,
    SERVICE,
    TOPIC,
    VENDOR,
    account,
    asks,
    bucket,
    cloudtrail,
    network,
    resource,
    service,
)

RESOURCES = {
    "bucket: public read": bucket("s3:GetObject", PUBLIC),
    "bucket: public read and list": bucket("s3:GetObject s3:ListBucket", PUBLIC),
    "bucket: public, stopped": bucket(
        "s3:GetObject",
        PUBLIC,
        blocked_by=(Blocker("block-public-access", "RestrictPublicBuckets"),),
    ),
    "bucket: public, stopped by a Deny in part": bucket(
        "s3:GetObject", PUBLIC, blocked_by=(Blocker("deny", "", is_total=False),)
    ),
    "bucket: anything to a former account": bucket("s3:*", KAPPA),
    "bucket: any account, referer": bucket(
        "s3:GetObject",
        ANY,
        asks("StringLike", "aws:referer", "https://kitsune.example/*"),
    ),
    "bucket: a network": bucket(
        "s3:GetObject",
        network("203.0.113.0/24"),
        asks("IpAddress", "aws:sourceip", "203.0.113.0/24"),
        asks("Bool", "aws:securetransport", "true"),
    ),
    "bucket: an endpoint": bucket("s3:GetObject", network("vpce-0a1b2c3d")),
    "bucket: endpoints of an account": bucket("s3:GetObject", network(cast.SHOP)),
    "bucket: endpoints of an organization": bucket(
        "s3:GetObject", network("o-zzzzyyyy99")
    ),
    "bucket: part of it": bucket(
        "s3:GetObject", VENDOR, objects=(f"{BUCKET}/metrics/*", f"{BUCKET}/daily.csv")
    ),
    "bucket: much of it": bucket(
        "s3:GetObject s3:ListBucket s3:PutObject s3:DeleteObject s3:PutBucketPolicy",
        VENDOR,
    ),
    "bucket: its policy only": bucket("s3:PutBucketPolicy s3:GetBucketPolicy", VENDOR),
    "bucket: an organization's logs": cloudtrail(
        SourceZone.ORGANIZATION,
        asks("StringEquals", "aws:sourceorgid", cast.ORGANIZATION),
    ),
    "bucket: anyone's logs": cloudtrail(SourceZone.ANY),
    "bucket: our logs": cloudtrail(SourceZone.SAME_ACCOUNT),
    "bucket: a stranger's logs": cloudtrail(
        SourceZone.EXTERNAL,
        asks("StringEquals", "aws:sourceaccount", cast.STRANGER),
    ),
    "bucket: logs of we cannot tell whom": cloudtrail(
        SourceZone.UNKNOWN, asks("ArnLike", "aws:sourcearn", "arn:aws:s3:::their-logs")
    ),
    "bucket: CloudFront's identity": bucket(
        "s3:GetObject",
        (
            service(
                "arn:aws:iam::cloudfront:user/"
                "CloudFront Origin Access Identity E1EXAMPLE"
            ),
            *SERVICE,
        ),
        source_zone=SourceZone.ANY,
    ),
    "bucket: a canonical id": bucket(
        "s3:GetObject", (Principal(PrincipalKind.CANONICAL, "79a5" * 16), *EXTERNAL)
    ),
    "bucket: a key nobody knows": bucket(
        "s3:GetObject",
        VENDOR,
        asks("StringEquals", "tomorrow:Moon", "full"),
        unknown=("tomorrow:Moon",),
    ),
    "bucket: too intricate": bucket("s3:GetObject", VENDOR, is_approximate=True),
    "bucket: unknown": bucket(
        "s3:GetObject",
        (account(cast.STRANGER), Zone.EXTERNAL, Verdict.UNKNOWN),
    ),
    "bucket: many conditions": bucket(
        "s3:GetObject",
        VENDOR,
        asks("StringNotEquals", "aws:principalarn", f"arn:aws:iam::{cast.TANUKI}:root"),
        asks("Null", "aws:principaltag/team", "false"),
        asks("DateLessThan", "aws:currenttime", "2027-01-01T00:00:00Z"),
        asks("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control"),
        asks("NumericLessThanEquals", "s3:max-keys", "10"),
    ),
    "key: decrypt": resource(
        KEY, "AWS::KMS::Key", cast.PAYMENTS, "kms:Decrypt", VENDOR
    ),
    "key: everything but sign": resource(
        KEY,
        "AWS::KMS::Key",
        cast.PAYMENTS,
        "kms:Decrypt kms:Encrypt kms:CreateGrant kms:DescribeKey",
        VENDOR,
        asks("StringEquals", "kms:viaservice", "s3.ap-northeast-1.amazonaws.com"),
    ),
    "queue: EventBridge sends": resource(
        QUEUE,
        "AWS::SQS::Queue",
        cast.SHOP,
        "sqs:SendMessage",
        (service("events.amazonaws.com"), *SERVICE),
        asks("ArnEquals", "aws:sourcearn", ORDER_RULE),
        source_zone=SourceZone.SAME_ACCOUNT,
    ),
    "queue: send and read": resource(
        QUEUE,
        "AWS::SQS::Queue",
        cast.SHOP,
        "sqs:SendMessage sqs:ReceiveMessage",
        VENDOR,
    ),
    "topic: anyone subscribes": resource(
        TOPIC, "AWS::SNS::Topic", cast.SHOP, "sns:Subscribe", PUBLIC
    ),
    "function: anyone runs": resource(
        FUNCTION,
        "AWS::Lambda::Function",
        cast.SHOP,
        "lambda:InvokeFunctionUrl",
        PUBLIC,
        asks("StringEquals", "lambda:functionurlauthtype", "NONE"),
    ),
    "secret: vendor reads": resource(
        SECRET,
        "AWS::SecretsManager::Secret",
        cast.SHOP,
        "secretsmanager:GetSecretValue",
        VENDOR,
    ),
    "snapshot: shared": resource(
        f"arn:aws:rds:ap-northeast-1:{cast.SHOP}:snapshot:before-sale",
        "AWS::RDS::DBSnapshot",
        cast.SHOP,
        "rds:RestoreDBInstanceFromDBSnapshot",
        (account(cast.KUMO), *EXTERNAL),
    ),
    "anything else: a container": resource(
        f"arn:aws:mediastore:ap-northeast-1:{cast.SHOP}:container/films",
        "AWS::MediaStore::Container",
        cast.SHOP,
        "mediastore:GetObject mediastore:PutObject mediastore:PutContainerPolicy",
        VENDOR,
    ),
    "anything else: an action nobody knows": resource(
        f"arn:aws:tomorrow:ap-northeast-1:{cast.SHOP}:moon/1",
        "AWS::Tomorrow::Moon",
        cast.SHOP,
        "tomorrow:FlyTo",
        VENDOR,
    ),
    "anything else: no action at all": resource(
        f"arn:aws:tomorrow:ap-northeast-1:{cast.SHOP}:moon/1",
        "AWS::Tomorrow::Moon",
        cast.SHOP,
        "",
        VENDOR,
    ),
}
