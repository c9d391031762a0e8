"""The people and groups of Kitsune's Identity Center, and what they are given."""

from __future__ import annotations

import uuid
from types import MappingProxyType

from accessmap.demo.accounts import AIKO, DAICHI, KEN, MAKOTO, RIN

GROUPS = MappingProxyType(
    {
        "Platform engineers": (RIN, DAICHI),
        "Auditors": (MAKOTO, AIKO),
        "Data analysts": (DAICHI,),
    }
)
# Permission set → whom it is given to, in every account where it is used.
ASSIGNED = MappingProxyType(
    {
        "Administrator": (("GROUP", "Platform engineers"), ("USER", KEN)),
        "ReadOnly": (("GROUP", "Auditors"),),
        "DataAnalyst": (("GROUP", "Data analysts"),),
    }
)
_NAMESPACE = uuid.UUID("95672a4f-1c00-4477-8000-000000000000")


def directory_id(name: str) -> str:
    """Return the lasting id of a person or a group in the directory."""
    return str(uuid.uuid5(_NAMESPACE, name))
