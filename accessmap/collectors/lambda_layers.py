"""Versions of Lambda layers and their policies.

AWS: https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html
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
    from mypy_boto3_lambda import LambdaClient


@register
class Layers(Collector):
    """Every version of every layer: each is lent on its own."""

    resource_type = "AWS::Lambda::LayerVersion"
    service = "lambda"
    permissions = (
        "lambda:GetLayerVersionPolicy",
        "lambda:ListLayerVersions",
        "lambda:ListLayers",
    )

    def find(self, client: LambdaClient, where: Where) -> Iterator[Listed]:
        """Yield the versions that there still are."""
        for layer in pages(client, "list_layers", "Layers"):
            name = layer["LayerName"]
            for each in pages(
                client, "list_layer_versions", "LayerVersions", LayerName=name
            ):
                version = each["Version"]
                yield Listed(
                    each["LayerVersionArn"], f"{name}:{version}", key=(name, version)
                )

    def read(self, client: LambdaClient, handle: Listed, where: Where) -> Sighting:
        """Read a version's policy."""
        name, version = handle.key
        answer = unless(
            "ResourceNotFoundException",
            client.get_layer_version_policy,
            LayerName=name,
            VersionNumber=version,
        )
        return handle.seen(answer.get("Policy"))
