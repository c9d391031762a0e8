"""Put devices, and what they may become, into moto."""

from __future__ import annotations

from moto.iot.models import FakeCertificate

from accessmap.demo.devices import ALIAS, POLICIES
from accessmap.demo.moto_seed import backend, text
from accessmap.demo.shapes import TOKYO


def connect() -> None:
    """Register every device that is declared."""
    iot = backend("iot", ALIAS.account, TOKYO)
    iot.create_role_alias(ALIAS.name, ALIAS.role, ALIAS.hours * 3600)
    for name, (policy, count) in POLICIES.items():
        iot.create_policy(name, text(policy))
        for number in range(count):
            # moto would make a pair of keys for each, which nobody asks for.
            made = FakeCertificate(f"{name}-{number}", "ACTIVE", ALIAS.account, TOKYO)
            iot.certificates[made.certificate_id] = made
            iot.attach_policy(name, made.arn)
