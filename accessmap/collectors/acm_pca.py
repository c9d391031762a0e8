"""Private certificate authorities and their resource policies.

AWS: https://docs.aws.amazon.com/privateca/latest/userguide/pca-rbp.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    pages,
    register,
    unless,
)
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_acm_pca import ACMPCAClient

GONE = "DELETED"


@register
class Authorities(Collector):
    """Every certificate authority of a region that is the account's own."""

    resource_type = "AWS::ACMPCA::CertificateAuthority"
    service = "acm-pca"
    permissions = ("acm-pca:GetPolicy", "acm-pca:ListCertificateAuthorities")

    def find(self, client: ACMPCAClient, where: Where) -> Iterator[Listed]:
        """Yield the authorities; deleted ones stay listed for up to 30 days."""
        for each in pages(
            client,
            "list_certificate_authorities",
            "CertificateAuthorities",
            ResourceOwner="SELF",
        ):
            if each.get("Status") != GONE:
                arn = each["Arn"]
                yield Listed(arn, arn.rpartition("/")[2])

    def read(self, client: ACMPCAClient, handle: Listed, where: Where) -> Sighting:
        """Read an authority's policy."""
        answer = unless(
            "ResourceNotFoundException", client.get_policy, ResourceArn=handle.arn
        )
        return handle.seen(answer.get("Policy"))
