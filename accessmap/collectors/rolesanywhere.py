"""IAM Roles Anywhere: whose certificates open roles, and which roles.

The door itself is the trust policy of each role, which names the service.

AWS: https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_rolesanywhere import IAMRolesAnywhereClient


PROFILE = "AWS::RolesAnywhere::Profile"


@register
class TrustAnchors(Collector):
    """Every trust anchor and profile of a region."""

    resource_type = "AWS::RolesAnywhere::TrustAnchor"
    also_sees = (PROFILE,)
    service = "rolesanywhere"
    permissions = ("rolesanywhere:ListProfiles", "rolesanywhere:ListTrustAnchors")

    def find(self, client: IAMRolesAnywhereClient, where: Where) -> Iterator[Listed]:
        """Yield both; of a bundle of certificates only that there is one."""
        for each in pages(client, "list_trust_anchors", "trustAnchors"):
            source = each.get("source", {})
            authority = source.get("sourceData", {}).get("acmPcaArn", "")
            yield Listed(
                each["trustAnchorArn"],
                each["name"],
                facts={
                    "is_enabled": bool(each.get("enabled")),
                    "source": source.get("sourceType", ""),
                    "certificate_authority": authority,
                },
            )
        for each in pages(client, "list_profiles", "profiles"):
            yield Listed(
                each["profileArn"],
                each["name"],
                resource_type=PROFILE,
                facts={
                    "is_enabled": bool(each.get("enabled")),
                    "roles": sorted(each.get("roleArns", ())),
                    "session_seconds": each.get("durationSeconds"),
                },
            )

    def read(
        self, client: IAMRolesAnywhereClient, handle: Listed, where: Where
    ) -> Sighting:
        """Keep what the list told; no further call is needed."""
        return handle.seen()
