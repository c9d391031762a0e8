"""Put what else is lent into moto: one small maker for each kind."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from moto.awslambda.models import Policy as FunctionPolicy

from accessmap.demo.lent import arn
from accessmap.demo.moto_seed import backend, ids_of, text
from accessmap.demo.shapes import TOKYO, Lent

# What moto has no policies of: kind → service and the name it has in an ARN.
UNSERVED = {
    "catalog": ("glue", "catalog{}"),
    "packages": ("codeartifact", "domain/{}"),
    "vault": ("backup", "backup-vault:{}"),
}
CODE = base64.b64encode(b"PK\x05\x06" + bytes(18)).decode()  # an empty ZIP archive


def put(lent: Lent) -> None:
    """Make one, with its policy."""
    ids_of(f"{lent.account}/{lent.kind}/{lent.name}")
    if lent.kind in MAKERS:
        MAKERS[lent.kind](lent)


def unserved(all_of_them: Iterable[Lent]) -> dict[str, str]:
    """Return the policies of what moto does not serve, by ARN."""
    return {
        arn(service, lent.account, form.format(lent.name)): text(lent.policy)
        for lent in all_of_them
        for service, form in [UNSERVED.get(lent.kind, ("", ""))]
        if service
    }


def _in(service: str, lent: Lent) -> Any:
    return backend(service, lent.account, TOKYO)


def _tags(lent: Lent) -> list[dict[str, str]]:
    return [{"Key": "owner", "Value": lent.owner}] if lent.owner else []


def _tag_map(lent: Lent) -> dict[str, str]:
    return {"owner": lent.owner} if lent.owner else {}


def _queue(lent: Lent) -> None:
    _in("sqs", lent).create_queue(
        lent.name, _tag_map(lent), Policy=json.dumps(lent.policy)
    )


def _topic(lent: Lent) -> None:
    policy = {"Policy": json.dumps(lent.policy)}
    _in("sns", lent).create_topic(lent.name, policy, _tag_map(lent))


def _bus(lent: Lent) -> None:
    events = _in("events", lent)
    events.create_event_bus(lent.name)
    events.put_permission(lent.name, "", "", "", {}, json.dumps(lent.policy))


def _destination(lent: Lent) -> None:
    logs = _in("logs", lent)
    stream = arn("kinesis", lent.account, "stream/logs")
    role = f"arn:aws:iam::{lent.account}:role/ConfigAggregator"
    logs.put_destination(lent.name, role, stream, {})
    logs.put_destination_policy(lent.name, text(lent.policy))


def _stream(lent: Lent) -> None:
    kinesis = _in("kinesis", lent)
    made = kinesis.create_stream(lent.name, 1)
    kinesis.put_resource_policy(made.arn, text(lent.policy))


def _secret(lent: Lent) -> None:
    secrets = _in("secretsmanager", lent)
    secrets.create_secret(
        name=lent.name,
        secret_string="not shown to AccessMap",
        secret_binary=None,
        description=None,
        tags=_tags(lent),
        kms_key_id=None,
        client_request_token=None,
        replica_regions=[],
        force_overwrite=False,
    )
    secrets.put_resource_policy(lent.name, text(lent.policy))


def _table(lent: Lent) -> None:
    tables = _in("dynamodb", lent)
    made = tables.create_table(
        lent.name,
        schema=[{"AttributeName": "id", "KeyType": "HASH"}],
        throughput=None,
        attr=[{"AttributeName": "id", "AttributeType": "S"}],
        global_indexes=None,
        indexes=None,
        streams=None,
        billing_mode="PAY_PER_REQUEST",
        sse_specification=None,
        tags=_tags(lent),
        deletion_protection_enabled=None,
        warm_throughput=None,
    )
    tables.put_resource_policy(made.table_arn, text(lent.policy), None)


def _vault(lent: Lent) -> None:
    _in("backup", lent).create_backup_vault(lent.name, _tag_map(lent), "", "")


def _function(lent: Lent) -> None:
    made = _in("lambda", lent).create_function(
        {
            "FunctionName": lent.name,
            "Runtime": "python3.13",
            "Handler": "main.handler",
            "Role": f"arn:aws:iam::{lent.account}:role/WarehouseSync",
            "Code": {"ZipFile": CODE},
            "Environment": {"Variables": {"TARIFF": "not shown to AccessMap"}},
            "Tags": _tag_map(lent),
        }
    )
    made.policy = FunctionPolicy(made)
    made.policy.statements = lent.policy["Statement"]


def _repository(lent: Lent) -> None:
    images = _in("ecr", lent)
    images.create_repository(lent.name, None, {}, None, "MUTABLE", _tags(lent))
    images.set_repository_policy(lent.account, lent.name, text(lent.policy))


MAKERS: Mapping[str, Callable[[Lent], None]] = {
    "bus": _bus,
    "destination": _destination,
    "function": _function,
    "queue": _queue,
    "repository": _repository,
    "secret": _secret,
    "stream": _stream,
    "table": _table,
    "topic": _topic,
    "vault": _vault,
}
