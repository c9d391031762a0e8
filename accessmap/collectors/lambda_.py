"""Lambda functions: policies of function and aliases, and function URLs.

A policy may also be put on a numbered version. Those are not read: busy accounts have
tens of thousands of versions, and each would be a call of its own.

AWS: https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from accessmap.aws import tags
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

NONE = "ResourceNotFoundException"


@register
class Functions(Collector):
    """Every function of a region, and every alias as a resource of its own."""

    resource_type = "AWS::Lambda::Function"
    service = "lambda"
    permissions = (
        "lambda:GetPolicy",
        "lambda:ListAliases",
        "lambda:ListFunctionUrlConfigs",
        "lambda:ListFunctions",
        tags.PERMISSION,
    )

    def find(self, client: LambdaClient, where: Where) -> Iterator[Listed]:
        """Yield functions and aliases.

        Of a function only ARN and name are kept: the list carries its environment
        variables, in which people keep passwords.
        """
        found = [
            (each["FunctionArn"], each["FunctionName"])
            for each in pages(client, "list_functions", "Functions")
        ]
        tagged = tags.tags_of("lambda:function", where.region) if found else {}
        for arn, name in found:
            yield Listed(arn, name, tags=tagged.get(arn, {}))
            for alias in pages(client, "list_aliases", "Aliases", FunctionName=name):
                full = f"{name}:{alias['Name']}"
                yield Listed(alias["AliasArn"], full, tags=tagged.get(arn, {}))

    def read(self, client: LambdaClient, handle: Listed, where: Where) -> Sighting:
        """Read the policy, and the URL where a policy lets somebody come in by it."""
        answer = unless(NONE, client.get_policy, FunctionName=handle.arn)
        policy = answer.get("Policy", "")
        seen = handle.seen(policy)
        if _may_open_url(policy):
            return replace(seen, facts={"urls": self._urls(client, handle.arn)})
        return seen

    def _urls(self, client: LambdaClient, arn: str) -> list[dict[str, str]]:
        """Return who must sign at the function's own URLs: NONE or AWS_IAM.

        A URL without any policy opens to nobody but the account itself.
        https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
        """
        name = arn.split(":function:")[1].partition(":")[0]
        found = pages(
            client, "list_function_url_configs", "FunctionUrlConfigs", FunctionName=name
        )
        return [
            {"url": each["FunctionUrl"], "auth_type": each["AuthType"]}
            for each in found
            if each["FunctionArn"] == arn
        ]


def _may_open_url(policy: str) -> bool:
    """Say whether a policy speaks of function URLs, however it is written."""
    return any(words in policy.lower() for words in ("invokefunctionu", "*", "?"))
