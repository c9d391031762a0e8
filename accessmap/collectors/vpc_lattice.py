"""VPC Lattice services and service networks: auth policies and sharing policies.

AWS: https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html
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
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_vpc_lattice import VPCLatticeClient

LISTS = {
    "list_services": "AWS::VpcLattice::Service",
    "list_service_networks": "AWS::VpcLattice::ServiceNetwork",
}
NONE = "ResourceNotFoundException"


@register
class Services(Collector):
    """Every service and service network of a region that is the account's own."""

    resource_type = "AWS::VpcLattice::Service"
    also_sees = ("AWS::VpcLattice::ServiceNetwork",)
    service = "vpc-lattice"
    permissions = (
        "vpc-lattice:GetAuthPolicy",
        "vpc-lattice:GetResourcePolicy",
        "vpc-lattice:ListServiceNetworks",
        "vpc-lattice:ListServices",
    )

    def find(self, client: VPCLatticeClient, where: Where) -> Iterator[Listed]:
        """Yield both; what others share with the account is listed too, and theirs."""
        for operation, kind in LISTS.items():
            for each in pages(client, operation, "items"):
                arn = each["arn"]
                if f":{where.account_id}:" in arn:
                    yield Listed(arn, each["name"], resource_type=kind)

    def read(self, client: VPCLatticeClient, handle: Listed, where: Where) -> Sighting:
        """Read who may call it, and with whom it is shared."""
        auth = unless(NONE, client.get_auth_policy, resourceIdentifier=handle.arn)
        shared = unless(NONE, client.get_resource_policy, resourceArn=handle.arn)
        documents = {}
        # An auth policy counts only while the auth type is AWS_IAM: "Active".
        # https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_GetAuthPolicy.html
        if auth.get("policy") and auth.get("state") != "Inactive":
            documents[PolicyKind.RESOURCE, "auth"] = auth["policy"]
        return handle.seen(shared.get("policy"), documents)
