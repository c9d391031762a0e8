"""Identity providers of an account: SAML and OpenID Connect.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import Collector, Sighting, Where, plain, register

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient


@register
class IdentityProviders(Collector):
    """Who may vouch for people and pipelines from outside AWS."""

    resource_type = "AWS::IAM::OIDCProvider"
    also_sees = ("AWS::IAM::SAMLProvider",)
    service = "iam"
    is_regional = False
    permissions = (
        "iam:GetOpenIDConnectProvider",
        "iam:ListOpenIDConnectProviders",
        "iam:ListSAMLProviders",
    )

    def find(self, client: IAMClient, where: Where) -> Iterator[Any]:
        """Yield the providers of both kinds; neither list has pages."""
        yield from client.list_saml_providers()["SAMLProviderList"]
        yield from client.list_open_id_connect_providers()["OpenIDConnectProviderList"]

    def arn(self, handle: Any, where: Where) -> str:
        """Name the provider."""
        return str(handle["Arn"])

    def read(self, client: IAMClient, handle: Any, where: Where) -> Sighting:
        """Read a provider; of a SAML one, its metadata stays where it is."""
        arn = handle["Arn"]
        name = arn.partition("/")[2]
        if ":saml-provider/" in arn:
            facts = {
                "created_at": plain(handle.get("CreateDate")),
                "valid_until": plain(handle.get("ValidUntil")),
            }
            return Sighting(
                arn=arn, name=name, resource_type="AWS::IAM::SAMLProvider", facts=facts
            )
        answer = client.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        return Sighting(
            arn=arn,
            name=name,
            tags={each["Key"]: each["Value"] for each in answer.get("Tags", ())},
            facts={
                "url": answer.get("Url", ""),
                "client_ids": sorted(answer.get("ClientIDList", ())),
                "created_at": plain(answer.get("CreateDate")),
            },
        )
