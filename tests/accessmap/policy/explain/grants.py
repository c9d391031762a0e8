"""Some seventy grants, each under a name: what the golden files say in words."""

from __future__ import annotations

from tests.accessmap.policy.explain.grants_to_resources import RESOURCES
from tests.accessmap.policy.explain.grants_to_roles import ROLES
from tests.accessmap.policy.explain.makers import (
    ANY,
    IN_ORG,
    NAMES,
    ROLE,
    VENDOR,
    account,
    asks,
    bucket,
    trust,
    within,
)

GRANTS = {**ROLES, **RESOURCES}

__all__ = [
    "ANY",
    "GRANTS",
    "IN_ORG",
    "NAMES",
    "ROLE",
    "VENDOR",
    "account",
    "asks",
    "bucket",
    "trust",
    "within",
]
