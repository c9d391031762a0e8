from __future__ import annotations

import pytest

from tests.accessmap.aws_world import World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def test_it_reads_providers_of_both_kinds(world: World) -> None:
    iam = world.client("iam", world.payments)
    iam.create_open_id_connect_provider(
        Url="https://token.actions.githubusercontent.com",
        ClientIDList=["sts.amazonaws.com"],
        ThumbprintList=["0" * 40],
    )
    iam.create_saml_provider(SAMLMetadataDocument="x" * 1024, Name="kitsune-sso")

    seen = see("iam_providers", world.payments).sightings

    home = f"arn:aws:iam::{world.payments}"
    oidc = seen[f"{home}:oidc-provider/token.actions.githubusercontent.com"]
    assert oidc.facts["client_ids"] == ["sts.amazonaws.com"]
    saml = seen[f"{home}:saml-provider/kitsune-sso"]
    assert (saml.resource_type, saml.name) == ("AWS::IAM::SAMLProvider", "kitsune-sso")
    assert saml.facts["valid_until"] is not None
