from __future__ import annotations

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def test_an_identity_may_have_several_policies(world: World) -> None:
    ses = world.client("sesv2", world.payments)
    ses.create_email_identity(EmailIdentity="kitsune.example")
    text = lets_in(cast.TANUKI, "ses:SendEmail")
    for name in ("news", "invoices"):
        ses.create_email_identity_policy(
            EmailIdentity="kitsune.example", PolicyName=name, Policy=text
        )

    [seen] = see("ses", world.payments, REGION).sightings.values()

    assert seen.arn == f"arn:aws:ses:{REGION}:{world.payments}:identity/kitsune.example"
    assert seen.documents == {
        (PolicyKind.RESOURCE, "news"): text,
        (PolicyKind.RESOURCE, "invoices"): text,
    }
