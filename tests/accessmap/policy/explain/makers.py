"""Some seventy grants, each under a name: what the golden files say in words."""

from __future__ import annotations

from accessmap.policy.grant import Condition, Grant, Principal
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
