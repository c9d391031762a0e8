"""Enter an account: the one file that may call sts:AssumeRole.

Each session is narrowed to the reads of the collectors that share it (``narrow``).

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from __future__ import annotations

import logging
import os
from functools import cache
from threading import Lock
from typing import Any

from botocore.credentials import Credentials, RefreshableCredentials
from botocore.exceptions import ClientError
from botocore.model import OperationModel
from django.conf import settings

from accessmap.aws import narrow, read_only
from accessmap.aws.session import (
    acting_in,
    base_region,
    config,
    own_caller,
    session,
    who_am_i,
)

SESSION_NAME = "accessmap-crawl"
# What AccessMap's own session hands on may leave no room: that of EKS Pod Identity
# fills most of it. https://github.com/aws/containers-roadmap/issues/2413
TOO_LARGE = "PackedPolicyTooLarge"
logger = logging.getLogger(__name__)
Key = tuple[str, str]  # account, and what one may do there
_entered: dict[Key, Credentials] = {}
_doors: dict[Key, Lock] = {}  # threads come together; one of them enters for all


class WrongAccount(Exception):
    """The credentials that AWS gave are another account's."""


def _only_assume_role(model: OperationModel, **_: Any) -> None:
    """Refuse everything else (botocore ``provide-client-params``)."""
    if model.name != "AssumeRole":
        raise read_only.CallRefused(f"{model.name} was not sent from here.")


@cache
def _sts() -> Any:
    """Return a client of its own, which can do nothing but assume roles."""
    client = session().client("sts", region_name=base_region(), config=config("sts"))
    client.meta.events.unregister("provide-client-params", read_only.refuse_undeclared)
    client.meta.events.register("provide-client-params", _only_assume_role)
    return client


def role_arn(account_id: str) -> str:
    """Return the ARN of our role in an account."""
    partition = own_caller().partition
    return f"arn:{partition}:iam::{account_id}:role/{settings.ROLE_NAME}"


def _assume(account_id: str, policy: str) -> dict[str, str]:
    """Return fresh keys for an account, as botocore's renewal wants them."""
    wanted = {"RoleArn": role_arn(account_id), "RoleSessionName": SESSION_NAME}
    if settings.EXTERNAL_ID:
        wanted["ExternalId"] = settings.EXTERNAL_ID
    with acting_in(None):
        keys = _narrowed(wanted, policy)["Credentials"]
    return {
        "access_key": keys["AccessKeyId"],
        "secret_key": keys["SecretAccessKey"],
        "token": keys["SessionToken"],
        "expiry_time": keys["Expiration"].isoformat(),
    }


def _narrowed(wanted: dict[str, str], policy: str) -> Any:
    """Assume the role for no more than ``policy`` allows, where AWS has room for it.

    Where it has none, the role alone is the limit: it may only read, too.
    """
    try:
        return _sts().assume_role(**wanted, Policy=policy)
    except ClientError as error:
        if TOO_LARGE not in error.response["Error"]["Code"]:
            raise
        logger.warning(
            "%s is entered without a session policy: %s", wanted["RoleArn"], error
        )
        return _sts().assume_role(**wanted)


def enter(account_id: str, collector: str = "") -> Credentials | None:
    """Return credentials for an account, proven to be that account's.

    They allow what ``collector`` needs, or what entering does. They renew themselves,
    also in the middle of a list. The caller's own account is read with the caller's own
    credentials: None.
    """
    if account_id == own_caller().account_id:
        return None
    key = (account_id, narrow.policies()[collector])
    with _doors.setdefault(key, Lock()):
        found = _entered.get(key) or _proven(*key)
        _entered[key] = found
    return found


def leave(account_id: str) -> None:
    """Forget an account's credentials: AWS no longer takes them."""
    for key in [each for each in list(_entered) if each[0] == account_id]:
        _entered.pop(key, None)


def _proven(account_id: str, policy: str) -> Credentials:
    """Assume our role, and see whose account that is."""
    credentials: Credentials = RefreshableCredentials.create_from_metadata(
        metadata=_assume(account_id, policy),
        refresh_using=lambda: _assume(account_id, policy),
        method="sts-assume-role",
    )
    with acting_in(credentials):
        found = who_am_i().account_id
    if found != account_id:
        raise WrongAccount(
            f"AWS gave credentials of account {found} where {account_id} was asked "
            "for. Nothing was read with them; look at the endpoint and the proxy."
        )
    return credentials


def forget() -> None:
    """Begin anew, as a new process does."""
    _entered.clear()
    _doors.clear()
    _sts.cache_clear()


os.register_at_fork(after_in_child=forget)
