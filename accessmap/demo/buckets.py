"""Buckets, from the ordinary to the frightening."""

from __future__ import annotations

from accessmap.demo.accounts import (
    ANALYTICS,
    COLDCHAIN,
    DAICHI,
    DATA_LAKE,
    DNS_BACKUP,
    HAYABUSA,
    KUMO,
    LOG_ARCHIVE,
    LOGISTICS,
    LOYALTY,
    ML_PLATFORM,
    ORDERS,
    ORGANIZATION,
    PAYMENTS,
    RIN,
    SANDBOX_LABS,
    SANDBOX_ML,
    SANDBOX_SATO,
    SECURITY_AUDIT,
    SHOP,
    STRANGER,
    TANUKI,
    YUZU_DAIRY,
)
from accessmap.demo.documents import (
    allow,
    deny,
    document,
    everything_in,
    role_arn,
    root,
)
from accessmap.demo.shapes import VIRGINIA, Bucket, Document

ALL_BLOCKED = (
    "BlockPublicAcls",
    "IgnorePublicAcls",
    "BlockPublicPolicy",
    "RestrictPublicBuckets",
)
IN_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}


def tls_only(bucket: str) -> Document:
    """Return the Deny that every second bucket policy begins with."""
    return deny(
        "s3:*",
        everything_in(bucket),
        to="*",
        when={"Bool": {"aws:SecureTransport": "false"}},
        sid="TlsOnly",
    )


ORDINARY = (
    Bucket(
        LOG_ARCHIVE,
        "kitsune-trail-logs",
        document(
            tls_only("kitsune-trail-logs"),
            # From one trail of the organization only.
            allow(
                "s3:PutObject",
                f"arn:aws:s3:::kitsune-trail-logs/AWSLogs/{ORGANIZATION}/*",
                to={"Service": "cloudtrail.amazonaws.com"},
                when={"StringEquals": {"aws:SourceOrgID": ORGANIZATION}},
                sid="TrailWrites",
            ),
            allow(
                ["s3:GetObject", "s3:ListBucket"],
                everything_in("kitsune-trail-logs"),
                to={"AWS": role_arn(SECURITY_AUDIT, "AuditRunner")},
                sid="AuditReads",
            ),
        ),
        blocks=ALL_BLOCKED,
    ),
    Bucket(
        LOG_ARCHIVE,
        "kitsune-config-history",
        # No source named: any customer's AWS Config may be made to write here.
        document(
            allow(
                "s3:PutObject",
                "arn:aws:s3:::kitsune-config-history/*",
                to={"Service": "config.amazonaws.com"},
            )
        ),
        blocks=ALL_BLOCKED,
    ),
    Bucket(
        DATA_LAKE,
        "kitsune-lake-raw",
        document(
            tls_only("kitsune-lake-raw"),
            allow(
                ["s3:GetObject", "s3:ListBucket"],
                everything_in("kitsune-lake-raw"),
                to="*",
                when=IN_ORGANIZATION,
                sid="WholeOrganizationReads",
            ),
            allow(
                "s3:PutObject",
                "arn:aws:s3:::kitsune-lake-raw/orders/*",
                to={"AWS": [root(ORDERS), root(SHOP)]},
            ),
        ),
        blocks=ALL_BLOCKED,
        owner=DAICHI,
    ),
    Bucket(SHOP, "kitsune-shop-images", blocks=ALL_BLOCKED, region=VIRGINIA, owner=RIN),
    Bucket(ORDERS, "kitsune-orders-exports", blocks=ALL_BLOCKED),
    Bucket(
        ANALYTICS,
        "kitsune-notebooks",
        document(
            allow(
                ["s3:GetObject", "s3:PutObject"],
                "arn:aws:s3:::kitsune-notebooks/*",
                to={"AWS": root(ML_PLATFORM)},
            )
        ),
        blocks=ALL_BLOCKED,
    ),
)
OUTSIDE = (
    Bucket(
        PAYMENTS,
        "pay-metrics",
        document(
            allow(
                "s3:GetObject",
                "arn:aws:s3:::pay-metrics/metrics/*",
                to={"AWS": role_arn(TANUKI, "tanuki-poller")},
                sid="TanukiReadsMetrics",
            )
        ),
        blocks=ALL_BLOCKED,
        owner=RIN,
    ),
    Bucket(
        PAYMENTS,
        "pay-settlements",
        document(
            tls_only("pay-settlements"),
            allow(
                ["s3:GetObject", "s3:PutObject"],
                "arn:aws:s3:::pay-settlements/hayabusa/*",
                to={"AWS": root(HAYABUSA)},
                sid="HayabusaSettles",
            ),
        ),
        blocks=ALL_BLOCKED,
        owner=RIN,
    ),
    Bucket(
        DNS_BACKUP,
        "kitsune-zone-exports",
        document(
            allow(
                "s3:*",
                everything_in("kitsune-zone-exports"),
                to={"AWS": [KUMO, root(KUMO)]},
            )
        ),
        blocks=ALL_BLOCKED,
    ),
    Bucket(
        SANDBOX_SATO,
        "sato-handover",
        document(
            allow("s3:GetObject", "arn:aws:s3:::sato-handover/*", to={"AWS": STRANGER})
        ),
    ),
    Bucket(
        COLDCHAIN,
        "coldchain-sensor-archive",
        # Somebody's canonical id: an account, but nobody can say whose.
        readers=("8d1f5a7e0c93b2464f7b1a60d2e95c38b7a4416f0e2d9c5580a3f7e6b1c2d4f9",),
    ),
)
FRIGHTENING = (
    Bucket(
        SANDBOX_ML,
        "kitsune-ml-datasets",
        document(
            allow("s3:GetObject", "arn:aws:s3:::kitsune-ml-datasets/*", to="*"),
            allow("s3:ListBucket", "arn:aws:s3:::kitsune-ml-datasets", to={"AWS": "*"}),
        ),
        owner=DAICHI,
    ),
    # Public in its policy; block public access keeps the world out.
    Bucket(
        DATA_LAKE,
        "kitsune-open-data",
        document(allow("s3:GetObject", "arn:aws:s3:::kitsune-open-data/*", to="*")),
        blocks=ALL_BLOCKED,
        owner=DAICHI,
    ),
    # Anyone at all, from one range of addresses.
    Bucket(
        ANALYTICS,
        "kitsune-partner-drops",
        document(
            allow(
                ["s3:GetObject", "s3:PutObject"],
                "arn:aws:s3:::kitsune-partner-drops/*",
                to="*",
                when={
                    "IpAddress": {"aws:SourceIp": ["198.51.100.0/24", "203.0.113.7/32"]}
                },
            )
        ),
        owner=DAICHI,
    ),
    # Meant as "all but Hayabusa"; says "the whole world but Hayabusa".
    Bucket(
        LOYALTY,
        "kitsune-coupons",
        document(
            {
                "Sid": "NotTheOldPartner",
                "Effect": "Allow",
                "NotPrincipal": {"AWS": root(HAYABUSA)},
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::kitsune-coupons/*",
            }
        ),
        blocks=ALL_BLOCKED,
        owner=RIN,
    ),
    # ForAllValues is true when the key is missing: anonymous comes in.
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    Bucket(
        SANDBOX_LABS,
        "kitsune-labs-share",
        document(
            allow(
                ["s3:GetObject", "s3:PutObject"],
                "arn:aws:s3:::kitsune-labs-share/*",
                to="*",
                when={
                    "ForAllValues:StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}
                },
            )
        ),
    ),
    Bucket(LOGISTICS, "kitsune-route-plans", blocks=ALL_BLOCKED),
    # Old machines wrote this by hand, long before AWS checked what it stored.
    Bucket(
        YUZU_DAIRY,
        "yuzu-legacy-invoices",
        text='{"Version": "2008-10-17", "Statement": [{"Effect": "Allow", ',
    ),
    Bucket(YUZU_DAIRY, "yuzu-catalog", acl="public-read"),
)
BUCKETS = (*ORDINARY, *OUTSIDE, *FRIGHTENING)
# Accounts that block public access as a whole.
BLOCKED_ACCOUNTS = (LOG_ARCHIVE, SECURITY_AUDIT, PAYMENTS)
