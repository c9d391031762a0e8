"""Put snapshots and images into moto, and lend them.

Each is made of something that must exist first (a volume, a database), which nobody
looks at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from accessmap.demo.moto_seed import backend, born, ids_of
from accessmap.demo.shapes import Copy

# A name that no RDS or Redshift account minds, and nobody is let in by.
ADMIN = {"master_username": "kitsune", "master_user_password": "not-a-real-one"}


def only_our_own() -> None:
    """Keep moto from filling EC2 with a thousand of Amazon's images and snapshots."""
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"


def copy(declared: Copy) -> None:
    """Make one copy and lend it."""
    ids_of(f"{declared.account}/{declared.name}")
    MAKERS[declared.kind](declared)


def _tags(declared: Copy) -> list[dict[str, str]]:
    return [{"Key": "owner", "Value": declared.owner}] if declared.owner else []


def _disk(declared: Copy) -> None:
    ec2 = backend("ec2", declared.account, declared.region)
    volume = ec2.create_volume(size=40, zone_name=f"{declared.region}a")
    made = ec2.create_snapshot(volume.id, declared.name)
    made.start_time = born(declared.name)
    made.add_tag("Name", declared.name)
    for each in _tags(declared):
        made.add_tag(each["Key"], each["Value"])
    everybody = [each for each in declared.lent_to if each == "all"]
    accounts = [each for each in declared.lent_to if each != "all"]
    ec2.add_create_volume_permission(made.id, accounts, everybody)


def _image(declared: Copy) -> None:
    ec2 = backend("ec2", declared.account, declared.region)
    made = ec2.register_image(declared.name, declared.name)
    made.creation_date = born(declared.name)
    for each in _tags(declared):
        made.add_tag(each["Key"], each["Value"])
    permissions = [
        {("OrganizationArn" if each.startswith("arn:") else "UserId"): each}
        for each in declared.lent_to
    ]
    ec2.modify_image_attribute(made.id, permissions, [])


def _database(declared: Copy) -> None:
    rds = backend("rds", declared.account, declared.region)
    source = f"{declared.name}-source"
    rds.create_db_instance(
        {
            "db_instance_identifier": source,
            "db_instance_class": "db.r8g.large",
            "engine": "postgres",
            "allocated_storage": 100,
            **ADMIN,
        }
    )
    _lend(rds.create_db_snapshot(source, declared.name, tags=_tags(declared)), declared)


def _cluster(declared: Copy) -> None:
    rds = backend("rds", declared.account, declared.region)
    source = f"{declared.name}-source"
    rds.create_db_cluster(
        {"db_cluster_identifier": source, "engine": "aurora-postgresql", **ADMIN}
    )
    made = rds.create_db_cluster_snapshot(source, declared.name, tags=_tags(declared))
    _lend(made, declared)


def _lend(made: Any, declared: Copy) -> None:
    made.created = born(declared.name).replace(tzinfo=None)
    made.modify_attribute("restore", list(declared.lent_to), None)


def _warehouse(declared: Copy) -> None:
    redshift = backend("redshift", declared.account, declared.region)
    redshift.create_cluster(
        cluster_identifier="sales",
        node_type="ra3.large",
        master_user_password="",
        master_username="kitsune",
        db_name="sales",
        cluster_type="single-node",
        cluster_security_groups=[],
        vpc_security_group_ids=[],
        cluster_subnet_group_name=None,
        availability_zone=f"{declared.region}a",
        preferred_maintenance_window="",
        cluster_parameter_group_name=None,
        automated_snapshot_retention_period=1,
        port=5439,
        cluster_version="1.0",
        allow_version_upgrade=True,
        number_of_nodes=1,
        publicly_accessible=False,
        encrypted=True,
        region_name=declared.region,
        tags=[],
        iam_roles_arn=[],
        enhanced_vpc_routing=False,
        kms_key_id="",
    )
    made = redshift.create_cluster_snapshot(
        "sales", declared.name, declared.region, _tags(declared)
    )
    made.create_time = born(declared.name)
    made.accounts_with_restore_access = [
        {"AccountId": each} for each in declared.lent_to
    ]


MAKERS: Mapping[str, Callable[[Copy], None]] = MappingProxyType(
    {
        "disk": _disk,
        "image": _image,
        "database": _database,
        "cluster": _cluster,
        "warehouse": _warehouse,
    }
)
