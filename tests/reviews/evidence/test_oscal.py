"""OSCAL: valid by a tool that none of us wrote, and true to the bundle."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from trestle.core.validator_factory import validator_factory
from trestle.oscal.assessment_results import Model

from reviews.evidence.bundle import manifest_of
from reviews.evidence.oscal import control_id, oscal
from reviews.evidence.verify import Bundle
from reviews.operations.open_campaign import Policy
from tests.reviews.evidence.bundles import on_disk
from tests.reviews.story import campaign

pytestmark = pytest.mark.django_db


def told(body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body)["assessment-results"]
    return found


def is_valid(body: bytes) -> bool:
    """Whether compliance-trestle takes it, its ids, references and links too."""
    model = Model.model_validate_json(body).assessment_results
    checks = validator_factory.get(Namespace(mode="all"))
    return bool(checks.model_is_valid(model, quiet=False))


def test_compliance_trestle_finds_it_valid(source: Bundle) -> None:
    assert is_valid(oscal(source))


def test_a_campaign_of_which_nothing_is_decided_is_valid_too(tmp_path: Path) -> None:
    assert is_valid(oscal(on_disk(campaign(2), tmp_path)))


def test_trestle_refuses_what_is_not_whole(source: Bundle) -> None:
    body = json.loads(oscal(source))
    del body["assessment-results"]["import-ap"]
    with pytest.raises(ValueError, match="import-ap"):
        Model.model_validate_json(json.dumps(body))


def test_every_item_is_observed_and_what_is_not_done_is_a_risk(source: Bundle) -> None:
    result = told(oscal(source))["results"][0]
    items = [each for each in result["observations"] if each["types"] == ["finding"]]
    assert len(items) == 3
    risks = {each["title"]: each["status"] for each in result["risks"]}
    assert risks == {"Item 2": "closed", "Item 3": "open"}


def test_it_names_the_bundle_and_the_hash_of_every_file(source: Bundle) -> None:
    results = told(oscal(source))
    manifest = manifest_of(source)
    assert results["metadata"]["props"][0]["value"] == manifest.sha256
    files = [each["title"] for each in results["back-matter"]["resources"]]
    assert files == [each["name"] for each in manifest.subject]


@pytest.mark.parametrize(
    ("named", "ids", "serves"),
    [
        ("CC6.3", ["soc-2-cc6.3"], ["SOC 2 CC6.3"]),
        ("AC-2(j), AU-9", ["ac-2", "au-9"], []),
        ("AC-6(7), 7.2.4", ["ac-6.7"], ["PCI DSS 4.0.1 7.2.4"]),
    ],
)
def test_it_claims_the_controls_that_the_campaign_serves_and_no_others(
    tmp_path: Path, named: str, ids: list[str], serves: list[str]
) -> None:
    body = oscal(on_disk(campaign(policy=Policy(controls=named)), tmp_path))
    assert is_valid(body)
    reviewed = told(body)["results"][0]["reviewed-controls"]
    [selection] = reviewed["control-selections"]
    found = [each["control-id"] for each in selection["include-controls"]]
    assert found == ids
    assert [each["value"] for each in reviewed.get("props", [])] == serves


def test_it_is_the_same_bytes_in_either_language(source: Bundle) -> None:
    with translation.override("ja"):
        in_japan = oscal(source)
    assert in_japan == oscal(source)


@pytest.mark.parametrize(
    ("spoken", "id_"), [("AC-2(j)", "ac-2"), ("AC-6(7)", "ac-6.7"), ("AU-9", "au-9")]
)
def test_controls_have_the_ids_of_nist_s_catalogue(spoken: str, id_: str) -> None:
    assert control_id(spoken) == id_
