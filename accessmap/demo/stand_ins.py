"""What moto cannot answer, answered as AWS does: read calls of several services.

The demo's AWS and the tests' have the same; of accounts that are not declared it says
that nothing is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from accessmap.demo import last_accessed
from accessmap.demo.answer import Answer, as_ec2_xml, as_json, as_xml, not_found_json
from accessmap.demo.asked import Asked
from accessmap.demo.shapes import TOKYO
from accessmap.demo.shared import CLUSTERS, DATA_SHARES

# The actions of AWS's own sets, by kind of resource.
# https://docs.aws.amazon.com/ram/latest/userguide/security-ram-permissions.html
RAM_ACTIONS = MappingProxyType(
    {
        "ec2:Subnet": ["ec2:DescribeSubnets", "ec2:RunInstances"],
        "ec2:TransitGateway": [
            "ec2:CreateTransitGatewayVpcAttachment",
            "ec2:DescribeTransitGateways",
        ],
        "rds:Cluster": ["rds:DescribeDBClusters", "rds:RestoreDBClusterToPointInTime"],
    }
)
RAM_KINDS = MappingProxyType(
    {
        "subnet": "ec2:Subnet",
        "transit-gateway": "ec2:TransitGateway",
        "cluster": "rds:Cluster",
    }
)
RAM_SET = "arn:aws:ram::aws:permission/AWSRAMDefaultPermission{}"
REDSHIFT = "http://redshift.amazonaws.com/doc/2012-12-01/"


def answer(asked: Asked) -> Answer | None:
    """Answer one call, or leave it to moto."""
    stand_in = STAND_INS.get(asked.service)
    return stand_in(asked) if stand_in else None


def _ram(asked: Asked) -> Answer | None:
    """Shares of others, and what a share allows; the rest is moto's."""
    match asked.path.strip("/"):
        case "getresourceshares" if asked.json.get("resourceOwner") != "SELF":
            return as_json({"resourceShares": _received(asked)})
        case "listresourcesharepermissions":
            return as_json({"permissions": _permissions(asked)})
        case "getpermission":
            arn = asked.json["permissionArn"]
            kind = next(each for each in RAM_ACTIONS if arn == _set_of(each)["arn"])
            template = {"Effect": "Allow", "Action": RAM_ACTIONS[kind]}
            found = {**_set_of(kind), "permission": json.dumps(template)}
            return as_json({"permission": found})
    return None


def _shares(region: str) -> list[Any]:
    from moto.backends import get_backend

    accounts = list(get_backend("ram").values())
    return [each for one in accounts for each in one[region].resource_shares]


def _received(asked: Asked) -> list[dict[str, Any]]:
    """Return the shares in which an account is named, as its invitation tells them."""
    return [
        {
            "resourceShareArn": each.arn,
            "name": each.name,
            "owningAccountId": each.owning_account_id,
            "allowExternalPrincipals": each.allow_external_principals,
            "status": "ACTIVE",
        }
        for each in _shares(asked.region)
        if asked.account in each.principals
    ]


def _permissions(asked: Asked) -> list[dict[str, str]]:
    wanted = asked.json["resourceShareArn"]
    share = next(each for each in _shares(asked.region) if each.arn == wanted)
    parts = {arn.split(":", 5)[5].replace("/", ":") for arn in share.resource_arns}
    kinds = sorted({RAM_KINDS[part.partition(":")[0]] for part in parts})
    return [_set_of(kind) for kind in kinds]


def _set_of(kind: str) -> dict[str, str]:
    name = kind.partition(":")[2]
    return {"arn": RAM_SET.format(name), "version": "1", "resourceType": kind}


def _eks(asked: Asked) -> Answer | None:
    """Access entries, of which moto has none, and that they alone let people in."""
    match asked.path.strip("/").split("/", 3):
        case ["clusters", name] if asked.method == "GET":
            mode = {"authenticationMode": "API"}
            return as_json({"cluster": {"name": name, "accessConfig": mode}})
        case ["clusters", name, "access-entries"]:
            return as_json({"accessEntries": list(_entries(asked, name))})
        case ["clusters", name, "access-entries", rest]:
            arn = rest.removesuffix("/access-policies")
            policy = _entries(asked, name).get(arn)
            if policy is None:
                return not_found_json("No such access entry.")
            return as_json(_entry(arn) if rest == arn else _policies(name, arn, policy))
    return None


def _entries(asked: Asked, cluster: str) -> Mapping[str, str]:
    return CLUSTERS.get((asked.account, cluster), {})


def _entry(arn: str) -> dict[str, Any]:
    return {"accessEntry": {"principalArn": arn, "kubernetesGroups": []}}


def _policies(cluster: str, arn: str, policy: str) -> dict[str, Any]:
    found = {
        "policyArn": f"arn:aws:eks::aws:cluster-access-policy/{policy}",
        "accessScope": {"type": "cluster", "namespaces": []},
    }
    return {
        "clusterName": cluster,
        "principalArn": arn,
        "associatedAccessPolicies": [found],
    }


def _redshift(asked: Asked) -> Answer | None:
    """Data shares, of which moto has none."""
    operation = "DescribeDataSharesForProducer"
    if asked.form.get("Action") != operation:
        return None
    shares = DATA_SHARES.get(asked.account, {}) if asked.region == TOKYO else {}
    head = f"arn:aws:redshift:{asked.region}:{asked.account}:datashare:0f00d-sales"
    listed = "".join(
        f"<member><DataShareArn>{head}/{name}</DataShareArn>"
        "<AllowPubliclyAccessibleConsumers>false</AllowPubliclyAccessibleConsumers>"
        f"<DataShareAssociations>{_consumers(consumers)}</DataShareAssociations>"
        "</member>"
        for name, consumers in shares.items()
    )
    return as_xml(operation, f"<DataShares>{listed}</DataShares>", REDSHIFT)


def _consumers(consumers: Mapping[str, str]) -> str:
    return "".join(
        f"<member><ConsumerIdentifier>{who}</ConsumerIdentifier>"
        f"<Status>{status}</Status></member>"
        for who, status in consumers.items()
    )


def _identity_center(asked: Asked) -> Answer | None:
    """Where permission sets are given out, which moto tells wrongly, and boundaries."""
    operation = asked.target.rpartition(".")[2]
    if operation == "ListAccountsForProvisionedPermissionSet":
        from moto.backends import get_backend

        centers = [each[asked.region] for each in get_backend("sso-admin").values()]
        wanted = asked.json["PermissionSetArn"]
        accounts = {
            each.target_id
            for center in centers
            for each in center.account_assignments
            if each.permission_set_arn == wanted
        }
        return as_json({"AccountIds": sorted(accounts)})
    if operation == "GetPermissionsBoundaryForPermissionSet":
        return not_found_json("No permissions boundary is attached.")
    return None


def _cloudtrail(asked: Asked) -> Answer | None:
    """An event history in which nothing happened; the trails are moto's."""
    is_history = asked.target.endswith(".LookupEvents")
    return as_json({"Events": []}) if is_history else None


def _ec2(asked: Asked) -> Answer | None:
    """Whether a region lets no snapshot be public: nobody has set that."""
    operation = "GetSnapshotBlockPublicAccessState"
    if asked.form.get("Action") != operation:
        return None
    return as_ec2_xml(operation, "<state>unblocked</state>")


STAND_INS: Mapping[str, Callable[[Asked], Answer | None]] = MappingProxyType(
    {
        "cloudtrail": _cloudtrail,
        "ec2": _ec2,
        "iam": last_accessed.answer,
        "ram": _ram,
        "eks": _eks,
        "redshift": _redshift,
        "sso": _identity_center,
    }
)
