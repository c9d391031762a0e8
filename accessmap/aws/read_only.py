"""The guard: a botocore hook that refuses every call that no collector declared.

It sits below all collectors, so a mistake in one cannot change anything in AWS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from botocore.model import OperationModel

from accessmap.aws.watch import current

# API Gateway's actions are the verbs of HTTP.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
# LookupEvents is a read, too, says its own list.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
# One more is a read in IAM's: it makes a report of what was used, and changes nothing.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
READ = re.compile(
    r"^[a-z0-9-]+:(Get|List|Describe|Lookup)[A-Za-z0-9]*$|^apigateway:GET$"
    r"|^iam:GenerateServiceLastAccessedDetails$"
)
# Operations whose IAM action has another name.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamaccessanalyzer.html
ACTIONS = {
    ("s3", "ListBuckets"): "s3:ListAllMyBuckets",
    ("s3", "GetPublicAccessBlock"): "s3:GetBucketPublicAccessBlock",
    ("s3control", "GetPublicAccessBlock"): "s3:GetAccountPublicAccessBlock",
    ("s3", "ListDirectoryBuckets"): "s3express:ListAllMyDirectoryBuckets",
    ("accessanalyzer", "ListFindingsV2"): "access-analyzer:ListFindings",
    ("accessanalyzer", "GetFindingV2"): "access-analyzer:GetFinding",
    ("apigateway", "GetRestApis"): "apigateway:GET",
    ("resourcegroupstaggingapi", "GetResources"): "tag:GetResources",
}
DIRECTORY_BUCKET = "--x-s3"
WHO_AM_I = "sts:GetCallerIdentity"  # needs no permission
_declared: set[str] = {WHO_AM_I}


class CallRefused(Exception):
    """Our own code tried a call that it never declared, or that is no read."""


def declare(permissions: Iterable[str]) -> tuple[str, ...]:
    """Allow ``permissions``, all of them reads, and return them."""
    wanted = tuple(permissions)
    for permission in wanted:
        if not READ.match(permission):
            raise CallRefused(
                f"{permission} is not a read, and AccessMap only reads. "
                "Declare Get, List, Describe and Lookup actions only."
            )
    _declared.update(wanted)
    return wanted


def action_of(model: OperationModel) -> str:
    """Return the IAM action that allows an operation."""
    service = model.service_model
    named = ACTIONS.get((service.service_name, model.name))
    return named or f"{service.signing_name}:{model.name}"


def refuse_undeclared(
    params: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: Any
) -> None:
    """Refuse what is not declared (botocore ``provide-client-params``)."""
    action = action_of(model)
    # Of a directory bucket the same operation is another service's action.
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3express.html
    if str(params.get("Bucket", "")).endswith(DIRECTORY_BUCKET):
        action = action.replace("s3:", "s3express:")
    watch = current()
    watch.last_action = action
    watch.actions.add(action)
    context["accessmap"] = params  # the gate needs them to tell one list from another
    mine = _declared if watch.allowed is None else {*watch.allowed, WHO_AM_I}
    if action not in _declared & mine or not READ.match(action):
        raise CallRefused(
            f"{action} was not sent: the collector does not declare it, or it is no "
            "read. Add it to the collector's permissions if it is one."
        )
