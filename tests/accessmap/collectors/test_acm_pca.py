from __future__ import annotations

import pytest
from moto.acmpca.models import acmpca_backends

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_policies(world: World) -> None:
    client = world.client("acm-pca", world.payments)
    made = client.create_certificate_authority(
        CertificateAuthorityConfiguration={
            "KeyAlgorithm": "RSA_2048",
            "SigningAlgorithm": "SHA256WITHRSA",
            "Subject": {"CommonName": "kitsune.example"},
        },
        CertificateAuthorityType="ROOT",
    )
    arn = made["CertificateAuthorityArn"]
    assert policies(see("acm_pca", world.payments, REGION)) == {arn: ""}
    kept = acmpca_backends[world.payments][REGION].certificate_authorities[arn]
    kept.status = "ACTIVE"
    text = lets_in(cast.SHOP, "acm-pca:IssueCertificate", arn)
    client.put_policy(ResourceArn=arn, Policy=text)

    assert policies(see("acm_pca", world.payments, REGION)) == {arn: text}
