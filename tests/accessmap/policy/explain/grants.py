"""Some seventy grants, each under a name: what the golden files say in words."""

from __future__ import annotations

from accessmap.policy.grant import Blocker, Condition, Grant, Principal
from accessmap.policy.kinds import (
    FederatedScope,
    PolicyKind,
    PrincipalKind,
    SourceZone,
    Verdict,
    Zone,
)
from accessmap.policy.names import Names
from tests import cast

NAMES = Names(
    accounts={
        cast.MANAGEMENT: "kitsune-root",
        cast.PAYMENTS: "payments-prod",
        cast.SHOP: "shop-prod",
        cast.DATA_LAKE: "data-lake",
        cast.SECURITY: "security-audit",
        cast.TANUKI: "Tanuki Observability",
        cast.KUMO: "Kumo Backup",
        cast.KAPPA: "kappa-sweets",
        cast.SANDBOX: "佐藤の砂場",
    },
    former_accounts=frozenset({cast.KAPPA}),
    organizations={cast.ORGANIZATION: "Kitsune Foods"},
    units={"ou-k1ts-prod0001": "Production"},
    resources={
        f"arn:aws:kms:ap-northeast-1:{cast.PAYMENTS}:key/0b7c2a9e": "alias/pay-tokens"
    },
)
ROLE = f"arn:aws:iam::{cast.PAYMENTS}:role/TanukiIntegration"
BUCKET = "arn:aws:s3:::sales-history"
KEY = f"arn:aws:kms:ap-northeast-1:{cast.PAYMENTS}:key/0b7c2a9e"
QUEUE = f"arn:aws:sqs:ap-northeast-1:{cast.SHOP}:orders"
TOPIC = f"arn:aws:sns:ap-northeast-1:{cast.SHOP}:order-events"
FUNCTION = f"arn:aws:lambda:ap-northeast-1:{cast.SHOP}:function:refund"
SECRET = f"arn:aws:secretsmanager:ap-northeast-1:{cast.SHOP}:secret:db/main-AbCdEf"
ANYONE = Principal(PrincipalKind.PUBLIC, "*")
GITHUB = Principal(
    PrincipalKind.FEDERATED,
    f"arn:aws:iam::{cast.PAYMENTS}:oidc-provider/token.actions.githubusercontent.com",
    cast.PAYMENTS,
)
OKTA = Principal(
    PrincipalKind.FEDERATED,
    f"arn:aws:iam::{cast.PAYMENTS}:saml-provider/Okta",
    cast.PAYMENTS,
)


def account(account_id: str) -> Principal:
    return Principal(PrincipalKind.ACCOUNT, account_id, account_id)


def within(kind: PrincipalKind, account_id: str, name: str) -> Principal:
    return Principal(kind, f"arn:aws:iam::{account_id}:{kind}/{name}", account_id)


def service(name: str) -> Principal:
    return Principal(PrincipalKind.SERVICE, name)


def asks(operator: str, key: str, *values: str) -> Condition:
    return Condition(operator, key, values)


def trust(principal, zone, verdict, *conditions, actions=("sts:AssumeRole",), **more):
    """Return what the trust policy of a role of payments-prod grants."""
    return Grant(
        resource=ROLE,
        resource_type="AWS::IAM::Role",
        resource_account=cast.PAYMENTS,
        policy_kind=PolicyKind.TRUST,
        principal=principal,
        zone=zone,
        verdict=verdict,
        actions=actions,
        conditions=conditions,
        is_conditional=bool(conditions),
        **more,
    )


def resource(arn, kind, home, actions, who, *conditions, **more):
    """Return what a resource policy grants; ``who`` is (principal, zone, verdict)."""
    principal, zone, verdict = who
    return Grant(
        resource=arn,
        resource_type=kind,
        resource_account=home,
        policy_kind=PolicyKind.RESOURCE,
        principal=principal,
        zone=zone,
        verdict=verdict,
        actions=tuple(actions.split()),
        conditions=conditions,
        is_conditional=bool(conditions),
        **more,
    )


def bucket(actions, who, *conditions, **more):
    return resource(
        BUCKET, "AWS::S3::Bucket", cast.DATA_LAKE, actions, who, *conditions, **more
    )


EXTERNAL = (Zone.EXTERNAL, Verdict.EXTERNAL)
IN_ORG = (Zone.ORGANIZATION, Verdict.IN_ORG)
FEDERATED = (Zone.FEDERATED, Verdict.FEDERATED)
SERVICE = (Zone.SERVICE, Verdict.SERVICE)
PUBLIC = (ANYONE, Zone.PUBLIC, Verdict.PUBLIC)
ANY = (ANYONE, Zone.PUBLIC, Verdict.ANY_ACCOUNT)
VENDOR = (account(cast.TANUKI), *EXTERNAL)
KAPPA = (account(cast.KAPPA), *EXTERNAL)
WEB = ("sts:AssumeRoleWithWebIdentity",)
SUB = "token.actions.githubusercontent.com:sub"
AUD = "token.actions.githubusercontent.com:aud"
ORDER_RULE = f"arn:aws:events:ap-northeast-1:{cast.SHOP}:rule/order"


def network(place: str, verdict: Verdict = Verdict.ANY_ACCOUNT):
    return (Principal(PrincipalKind.NETWORK, place), Zone.EXTERNAL, verdict)


def cloudtrail(source: SourceZone, *conditions: Condition) -> Grant:
    who = (service("cloudtrail.amazonaws.com"), *SERVICE)
    return bucket("s3:PutObject", who, *conditions, source_zone=source)


COGNITO = "cognito-identity.amazonaws.com"


def cognito(*conditions: Condition) -> Grant:
    return trust(
        Principal(PrincipalKind.FEDERATED, COGNITO),
        *FEDERATED,
        *conditions,
        actions=WEB,
        federated_scope=FederatedScope.RESTRICTED,
    )


def github(*subjects: str, scope: FederatedScope = FederatedScope.RESTRICTED) -> Grant:
    conditions = [asks("StringEquals", AUD, "sts.amazonaws.com")]
    if subjects:
        conditions.append(asks("StringLike", SUB, *subjects))
    return trust(GITHUB, *FEDERATED, *conditions, actions=WEB, federated_scope=scope)


GRANTS = {
    "role: vendor": trust(*VENDOR),
    "role: vendor, external ID": trust(
        *VENDOR, asks("StringEquals", "sts:externalid", "k-7f3a")
    ),
    "role: vendor, external ID and address": trust(
        *VENDOR,
        asks("StringEquals", "sts:externalid", "k-7f3a"),
        asks("IpAddress", "aws:sourceip", "203.0.113.40/32"),
    ),
    "role: vendor, tags too": trust(*VENDOR, actions=("sts:TagSession",)),
    "role: unknown account": trust(account(cast.STRANGER), *EXTERNAL),
    "role: former account": trust(*KAPPA),
    "role: a role of the vendor": trust(
        within(PrincipalKind.ROLE, cast.TANUKI, "poller"), *EXTERNAL
    ),
    "role: a role of a former account": trust(
        within(PrincipalKind.ROLE, cast.KAPPA, "etl"), *EXTERNAL
    ),
    "role: a user of an unknown account": trust(
        within(PrincipalKind.USER, cast.STRANGER, "Bob"), *EXTERNAL
    ),
    "role: a session": trust(
        Principal(
            PrincipalKind.SESSION,
            f"arn:aws:sts::{cast.TANUKI}:assumed-role/app/nightly",
            cast.TANUKI,
        ),
        *EXTERNAL,
    ),
    "role: our account": trust(account(cast.SHOP), *IN_ORG),
    "role: our account with a Japanese name": trust(account(cast.SANDBOX), *IN_ORG),
    "role: our account, MFA": trust(
        account(cast.SHOP),
        *IN_ORG,
        asks("Bool", "aws:multifactorauthpresent", "true"),
        asks("NumericLessThan", "aws:multifactorauthage", "3600"),
    ),
    "role: our account, MFA if said": trust(
        account(cast.SHOP),
        *IN_ORG,
        asks("BoolIfExists", "aws:multifactorauthpresent", "true"),
    ),
    "role: our role": trust(within(PrincipalKind.ROLE, cast.SHOP, "deploy"), *IN_ORG),
    "role: own account": trust(
        account(cast.PAYMENTS), Zone.SAME_ACCOUNT, Verdict.SAME_ACCOUNT
    ),
    "role: whole organization": trust(
        Principal(PrincipalKind.ORGANIZATION, cast.ORGANIZATION),
        Zone.ORGANIZATION,
        Verdict.ORGANIZATION,
        asks("StringEquals", "aws:principalorgid", cast.ORGANIZATION),
    ),
    "role: a unit": trust(
        Principal(PrincipalKind.UNIT, f"{cast.ORGANIZATION}/r-k1ts/ou-k1ts-prod0001"),
        Zone.ORGANIZATION,
        Verdict.ORGANIZATION,
        asks("StringEquals", "aws:principaltag/team", "sre", "platform"),
    ),
    "role: another organization": trust(
        Principal(PrincipalKind.ORGANIZATION, "o-zzzzyyyy99"), *EXTERNAL
    ),
    "role: anyone": trust(*PUBLIC),
    "role: anyone, by a tag": trust(
        *ANY, asks("StringLike", "aws:principaltag/team", "*")
    ),
    "role: EC2": trust(
        service("ec2.amazonaws.com"), *SERVICE, source_zone=SourceZone.ANY
    ),
    "role: EventBridge for us": trust(
        service("events.amazonaws.com"),
        *SERVICE,
        asks("StringEquals", "aws:sourceaccount", cast.PAYMENTS),
        source_zone=SourceZone.SAME_ACCOUNT,
    ),
    "role: any GitHub repository": github("repo:*", scope=FederatedScope.ANY),
    "role: GitHub without subject": github(scope=FederatedScope.ANY),
    "role: one GitHub repository": github("repo:kitsune/recipes:*"),
    "role: one GitHub branch": github("repo:kitsune/recipes:ref:refs/heads/main"),
    "role: GitHub owner and environment": github(
        "repo:kitsune/*", "repo:kitsune/shop:environment:production"
    ),
    "role: Okta": trust(
        OKTA,
        *FEDERATED,
        asks("StringEquals", "saml:aud", "https://signin.aws.amazon.com/saml"),
        actions=("sts:AssumeRoleWithSAML",),
        federated_scope=FederatedScope.RESTRICTED,
    ),
    "role: Okta without audience": trust(
        OKTA,
        *FEDERATED,
        actions=("sts:AssumeRoleWithSAML",),
        federated_scope=FederatedScope.ANY,
    ),
    "role: EKS service account": trust(
        Principal(
            PrincipalKind.FEDERATED,
            f"arn:aws:iam::{cast.PAYMENTS}:oidc-provider/"
            "oidc.eks.ap-northeast-1.amazonaws.com/id/ABC123",
            cast.PAYMENTS,
        ),
        *FEDERATED,
        asks(
            "StringEquals",
            "oidc.eks.ap-northeast-1.amazonaws.com/id/ABC123:sub",
            "system:serviceaccount:shop:web",
        ),
        actions=WEB,
        federated_scope=FederatedScope.RESTRICTED,
    ),
    "role: GitHub tag, pull request and something else": github(
        "repo:kitsune/shop:ref:refs/tags/v1",
        "repo:kitsune/shop:pull_request",
        "repo:kitsune/shop:job_workflow_ref:x",
    ),
    "role: Cognito guests": cognito(
        asks("ForAnyValue:StringLike", f"{COGNITO}:amr", "unauthenticated")
    ),
    "role: a Cognito pool": cognito(
        asks("StringEquals", f"{COGNITO}:aud", "ap-northeast-1:pool")
    ),
    "role: one person of Google": trust(
        Principal(PrincipalKind.FEDERATED, "accounts.google.com"),
        *FEDERATED,
        asks("StringEquals", "accounts.google.com:sub", "1183"),
        actions=WEB,
        federated_scope=FederatedScope.RESTRICTED,
    ),
    "role: all but one of Google": trust(
        Principal(PrincipalKind.FEDERATED, "accounts.google.com"),
        *FEDERATED,
        asks("StringNotEquals", "accounts.google.com:sub", "1183"),
        asks("Null", "accounts.google.com:aud", "false"),
        actions=WEB,
        federated_scope=FederatedScope.ANY,
    ),
    "bucket: anything in a folder": bucket(
        "s3:*", VENDOR, objects=(f"{BUCKET}/metrics/*",)
    ),
    "bucket: a folder and its access": bucket(
        "s3:GetBucketPolicy s3:GetObject s3:PutObjectAcl",
        VENDOR,
        objects=(f"{BUCKET}/metrics/*",),
    ),
    "bucket: all of its objects": bucket(
        "s3:GetObject s3:ListBucket", VENDOR, objects=(BUCKET, f"{BUCKET}/*")
    ),
    "bucket: any service": bucket(
        "s3:GetObject", (service("*"), *SERVICE), source_zone=SourceZone.ANY
    ),
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
