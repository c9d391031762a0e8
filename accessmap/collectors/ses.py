"""SES identities (addresses and domains) and who may send in their name.

AWS: https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import Collector, Sighting, Where, register, turned
from accessmap.aws.listed import Listed
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


@register
class Identities(Collector):
    """Every identity of a region; each may have several policies, by name."""

    resource_type = "AWS::SES::EmailIdentity"
    service = "sesv2"
    permissions = ("ses:GetEmailIdentityPolicies", "ses:ListEmailIdentities")

    def find(self, client: SESV2Client, where: Where) -> Iterator[Listed]:
        """Yield the identities."""
        for each in turned(
            client, "list_email_identities", "EmailIdentities", "NextToken"
        ):
            name = each["IdentityName"]
            yield Listed(where.arn("ses", f"identity/{name}"), name)

    def read(self, client: SESV2Client, handle: Listed, where: Where) -> Sighting:
        """Read an identity's policies."""
        found = client.get_email_identity_policies(EmailIdentity=handle.name)
        return handle.seen(
            documents={
                (PolicyKind.RESOURCE, name): text
                for name, text in found["Policies"].items()
            }
        )
