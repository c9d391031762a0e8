from __future__ import annotations

import json
from typing import Any

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault, lets_in
from tests.accessmap.collectors.seeing import see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def test_it_keeps_every_policy_of_the_catalog(world: World) -> None:
    catalog = f"arn:aws:glue:{REGION}:{world.payments}:catalog"
    own = lets_in(cast.TANUKI, "glue:GetTable", f"{catalog}/*")
    by_ram = lets_in(cast.SHOP, "glue:GetDatabase")

    with standing({catalog: own, f"{catalog}#ram": by_ram}):
        [seen] = see("glue", world.payments, REGION).sightings.values()

    assert seen.arn == catalog
    assert sorted(seen.documents.values()) == sorted([own, by_ram])


def test_a_catalog_without_policy_is_not_seen(world: World) -> None:
    with standing():
        reading = see("glue", world.payments, REGION)

    assert reading.failure is None
    assert reading.sightings == {}


@pytest.fixture
def encrypted(world: World) -> None:
    at_rest = {"CatalogEncryptionMode": "SSE-KMS", "SseAwsKmsKeyId": "alias/lake"}
    world.client("glue", world.payments).put_data_catalog_encryption_settings(
        DataCatalogEncryptionSettings={"EncryptionAtRest": at_rest}
    )


def asked_for_alone(status: int, body: dict[str, str]) -> Any:
    """Let AWS answer so to who asks for the catalog's own policy."""
    text = json.dumps(body)
    made = lambda _request: answer(status, text, "application/x-amz-json-1.1")  # noqa: E731
    return fault("glue", "GetResourcePolicy", made)


@pytest.mark.usefixtures("encrypted")
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("EntityNotFoundException", "aws glue get-resource-policy"),
        ("GlueEncryptionException", "GlueEncryptionException"),
    ],
)
def test_what_an_encrypted_catalog_does_not_tell_is_not_absent(
    world: World, code: str, words: str
) -> None:
    by_ram = lets_in(cast.SHOP, "glue:GetDatabase")
    catalog = f"arn:aws:glue:{REGION}:{world.payments}:catalog"
    refusal = {"__type": code, "Message": "Policy not found"}

    with standing({f"{catalog}#ram": by_ram}), asked_for_alone(400, refusal):
        reading = see("glue", world.payments, REGION)

    assert reading.failure is not None
    assert words in reading.failure.reason


@pytest.mark.usefixtures("encrypted")
def test_an_encrypted_catalog_that_tells_its_policy_is_whole(world: World) -> None:
    catalog = f"arn:aws:glue:{REGION}:{world.payments}:catalog"
    own = lets_in(cast.TANUKI, "glue:GetTable", f"{catalog}/*")

    told = {"PolicyInJson": own, "PolicyHash": "h"}
    with standing({catalog: own}), asked_for_alone(200, told):
        reading = see("glue", world.payments, REGION)

    assert reading.failure is None
    assert reading.sightings.keys() == {catalog}
