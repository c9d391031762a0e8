"""Who did what an event of CloudTrail tells: a person's name, where it names one.

AWS: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accessmap.aws.collector import Writer

# The role that AWS keeps for a permission set; its sessions have the person's name.
# https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
SIGNED_ON = "/AWSReservedSSO_"


def writer_of(told: Mapping[str, Any]) -> Writer:
    """Return who acted in an event.

    A source identity was set by who vouched for the person, and no later session can
    change it, so it goes before the session's own name. A name that is an address is a
    person's, too: single sign-on by SAML names sessions so.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
    """
    who = told.get("userIdentity") or {}
    context = who.get("sessionContext") or {}
    arn = str(who.get("arn") or "")
    directory_id = str((who.get("onBehalfOf") or {}).get("userId") or "")
    source = str(context.get("sourceIdentity") or "")
    kind = who.get("type")
    if kind == "IAMUser":
        return Writer(arn, str(who.get("userName") or _last(arn)), is_person=True)
    name = source or (_last(arn) if kind in {"AssumedRole", "FederatedUser"} else "")
    role = str((context.get("sessionIssuer") or {}).get("arn") or arn)
    return Writer(
        who=arn or directory_id or str(who.get("invokedBy") or kind or ""),
        name=name,
        directory_id=directory_id,
        is_person=bool(directory_id or source)
        or (bool(name) and (SIGNED_ON in role or "@" in name)),
    )


def _last(arn: str) -> str:
    return arn.rpartition("/")[2]
