"""Condition keys: what they describe, and in which requests they are there.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Properties of who calls, which belong together and are generated together.
PRINCIPAL = frozenset(
    {
        "aws:principalarn",
        "aws:principalaccount",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:userid",
        "kms:calleraccount",
    }
)
# Present only when an AWS service calls, and tell on whose behalf.
SOURCE = frozenset(
    {
        "aws:sourcearn",
        "aws:sourceaccount",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
    }
)
SERVICE = frozenset(
    {
        "aws:principalisawsservice",
        "aws:principalservicename",
        "aws:principalservicenameslist",
    }
)
CALLER = PRINCIPAL | SOURCE | SERVICE
# In every request that somebody has signed, and in no other.
ALWAYS_SIGNED = frozenset(
    {
        "aws:principalarn",
        "aws:principalisawsservice",
        "aws:principaltype",
    }
)
# What a request tells of its caller that nobody has signed.
UNSIGNED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"aws:principalaccount": ("anonymous",), "aws:userid": ("anonymous",)}
)

NETWORK = frozenset(
    {
        "aws:sourceip",
        "aws:sourcevpc",
        "aws:sourcevpcarn",
        "aws:sourcevpce",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "aws:vpcsourceip",
    }
)
# A client on a mount target needs the file system's network, as with a VPC endpoint.
# https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
MOUNT_TARGET = "elasticfilesystem:accessedviamounttarget"

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
DOOR = frozenset({"s3:dataaccesspointaccount", "s3:dataaccesspointarn"})

# The resource is known, so these have one value.
RESOURCE = frozenset(
    {"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"}
)

# Never missing from a request.
ALWAYS = frozenset(
    {
        "aws:currenttime",
        "aws:epochtime",
        "aws:requestedregion",
        "aws:securetransport",
        "aws:viaawsservice",
    }
)
# Missing from a request that nobody has signed.
SIGNED = (
    "aws:principaltag/",
    "aws:username",
    "aws:multifactorauth",
    "aws:federatedprovider",
    "aws:tokenissuetime",
    "aws:sourceidentity",
    "aws:assumedroot",
    "aws:chatbotsourcearn",
    "aws:ec2instancesource",
    "ec2:roledelivery",
    "sts:externalid",
)
# Anyone can meet a condition on these, so that "public" stays the word for it.
FREE = (
    frozenset(
        {
            "aws:securetransport",
            "aws:currenttime",
            "aws:epochtime",
            "aws:requestedregion",
            "aws:viaawsservice",
            "aws:useragent",
            "aws:referer",
            "aws:sourceip",
            "aws:vpcsourceip",
            "lambda:functionurlauthtype",
            "s3:tlsversion",
            "s3:signatureversion",
            "s3:authtype",
            "s3:x-amz-acl",
        }
    )
    | RESOURCE
)

# What tells that a token is anybody's, whoever else a pattern names with it.
# https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
GUESTS = {"cognito-identity.amazonaws.com:amr": ("unauthenticated",)}


def is_signed_only(key: str) -> bool:
    """Say whether a request that nobody has signed lacks the key."""
    return key.startswith(SIGNED)


def spelled(key: str) -> str:
    """Return the key in lower case, but for a tag's own name after the slash.

    Condition keys ignore case:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
    """
    head, slash, tail = key.partition("/")
    return head.lower() + slash + tail


def provider(name: str) -> str:
    """Return the identity provider whose key it is; "" if it is no provider's."""
    head, colon, _ = name.rpartition(":")
    return head if colon and (head == "saml" or "." in head) else ""
