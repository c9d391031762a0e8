"""Sensors in Kitsune's cold stores, which become a role by their certificates."""

from __future__ import annotations

from accessmap.demo.accounts import COLDCHAIN
from accessmap.demo.documents import allow, document, role_arn
from accessmap.demo.shapes import TOKYO, RoleAlias

HOME = f"arn:aws:iot:{TOKYO}:{COLDCHAIN}"
ALIAS = RoleAlias(
    COLDCHAIN, "cold-sensors", role_arn(COLDCHAIN, "SensorIngest"), hours=12
)
# Policy → what devices may do, and how many certificates carry it.
POLICIES = {
    "cold-sensor": (
        document(
            allow("iot:AssumeRoleWithCertificate", f"{HOME}:rolealias/{ALIAS.name}"),
            allow("iot:Connect", f"{HOME}:client/${{iot:Connection.Thing.ThingName}}"),
        ),
        38,
    ),
    "door-switch": (document(allow("iot:Publish", f"{HOME}:topic/doors/*")), 6),
}
