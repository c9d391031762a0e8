"""The bundle as OSCAL assessment results, for tools that gather them from many places.

It tells what was observed. Whether a control is met is for the assessor to say, so it
holds observations and risks, and no findings.
https://pages.nist.gov/OSCAL-Reference/models/latest/assessment-results/json-reference/
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import override

from reviews.evidence.bundle import Manifest, manifest_of
from reviews.evidence.controls import served_by
from reviews.evidence.six import six
from reviews.evidence.verify import Bundle
from reviews.lifecycle import PROMISED
from reviews.tally import UNDECIDED

VERSION = "1.2.0"
NAMESPACE = "https://accessmap.invalid/oscal"  # a name, not a place
ROOT = UUID("5b0e8a4e-6a38-5a8e-9d0c-2f7c8a3d1e55")
NIST = "NIST SP 800-53"
Identify = Callable[[str, object], str]


def oscal(bundle: Bundle) -> bytes:
    """Return the JSON of a bundle: the same bytes for the same bundle, in English."""
    manifest = manifest_of(bundle)

    def identify(kind: str, number: object) -> str:
        return str(uuid5(ROOT, f"{manifest.sha256} {kind} {number}"))

    with override("en"):
        results = _results(bundle, manifest, identify)
    return json.dumps({"assessment-results": results}, indent=1).encode() + b"\n"


def _results(bundle: Bundle, manifest: Manifest, identify: Identify) -> dict[str, Any]:
    campaign = bundle.json("campaign.json")
    name = campaign["definition"]["name"]
    return {
        "uuid": identify("results", 0),
        "metadata": {
            "title": f"Review of cross-account access: {name}",
            "last-modified": campaign["closed_at"] or campaign["opened_at"],
            "version": "final" if campaign["is_final"] else "not final",
            "oscal-version": VERSION,
            "props": [_prop("manifest-sha256", manifest.sha256)],
            "remarks": (
                "Derived from the signed bundle with this manifest, which is the "
                "evidence; verify.py in it checks it without AccessMap."
            ),
        },
        "import-ap": {
            "href": f"#{identify('file', 'campaign.json')}",
            "remarks": "The campaign's definition: scope, times and population.",
        },
        "results": [_result(bundle, campaign, identify)],
        "back-matter": {"resources": list(_resources(manifest, identify))},
    }


def _result(bundle: Bundle, campaign: Any, identify: Identify) -> dict[str, Any]:
    asked = {each["item"]: each for each in bundle.rows("assignments.jsonl")}
    told = list(bundle.rows("population.jsonl"))
    newest = {e["item"]: e["outcome"] for e in bundle.rows("verification.jsonl")}
    made = {
        each["item"]: each["decided_at"]
        for each in bundle.rows("decisions.jsonl")
        if each["is_effective"]
    }
    opened = campaign["opened_at"]
    observations = list(_questions(bundle, campaign, identify))
    risks = []
    for row in told:
        state = asked[row["item"]]["state"]
        when = made.get(row["item"], opened)
        observations.append(_observation(row, state, when, identify))
        if risk := _risk(row, state, newest.get(row["item"]), identify):
            risks.append(risk)
    result = {
        "uuid": identify("result", 0),
        "title": campaign["definition"]["name"],
        "description": "Each cross-account grant in scope, decided by its owner.",
        "start": opened,
        "local-definitions": {"inventory-items": list(_inventory(told, identify))},
        "reviewed-controls": _controls(bundle),
        "observations": observations,
        "risks": risks,
    }
    if campaign["closed_at"]:
        result["end"] = campaign["closed_at"]
    # OSCAL has no empty lists.
    return {
        name: value
        for name, value in result.items()
        if value not in ([], {"inventory-items": []})
    }


def _controls(bundle: Bundle) -> dict[str, Any]:
    """Return the controls by their ids in NIST's catalogue; others by name only."""
    controls = served_by(bundle)
    ids = [each["id"] for each in controls if each["framework"] == NIST]
    others = [each for each in controls if each["framework"] != NIST]
    says = "What the evidence may help to show; ids of SP 800-53."
    named = dict.fromkeys(control_id(each) for each in ids)
    if not named:  # OSCAL wants one, and has no catalogue of the others
        says = "None of SP 800-53; the ids name the controls in the properties."
        named = dict.fromkeys(_token(each) for each in others)
    selection = {
        "description": says,
        "include-controls": [{"control-id": each} for each in named],
    }
    props = [_prop("serves", f"{e['framework']} {e['id']}") for e in others]
    return {
        **({"props": props} if props else {}),  # OSCAL has no empty lists
        "control-selections": [selection],
    }


def control_id(told: str) -> str:
    """Return a control's id as the catalogue has it: AC-6(7) is ac-6.7.

    A letter names a part of a statement, not a control: AC-2(j) is in ac-2.
    """
    name, _, part = told.lower().rstrip(")").partition("(")
    return f"{name}.{part}" if part.isdigit() else name


def _token(control: Mapping[str, Any]) -> str:
    """Return a control of another framework as one word: soc-2-cc6.3."""
    words = f"{control['framework']} {control['id']}".lower()
    return re.sub("[^a-z0-9.]+", "-", words).strip("-")


def _questions(
    bundle: Bundle, campaign: Any, identify: Identify
) -> Iterator[dict[str, Any]]:
    for number, each in enumerate(six(bundle), start=1):
        yield {
            "uuid": identify("question", number),
            "title": each.question,
            "description": f"{each.answer}. {each.because}",
            "props": [_prop("question", number), _prop("holds", _holds(each.holds))],
            "methods": ["EXAMINE"],
            "types": ["control-objective"],
            "collected": campaign["closed_at"] or campaign["opened_at"],
        }


def _observation(row: Any, state: str, when: str, identify: Identify) -> dict[str, Any]:
    return {
        "uuid": identify("item", row["item"]),
        "title": f"Item {row['item']}",
        "description": row["sentence_en"],
        "props": [
            _prop("item", row["item"]),
            _prop("state", state),
            _prop("verdict", row["verdict"]),
            _prop("risk", row["risk"]),
            _prop("fingerprint", row["fingerprint"]),
        ],
        "methods": ["EXAMINE"],
        "types": ["finding"],
        "subjects": [
            {
                "subject-uuid": identify("resource", row["resource"]),
                "type": "inventory-item",
            }
        ],
        "relevant-evidence": [
            {
                "href": f"#{identify('file', 'population.jsonl')}",
                "description": f"Line {row['item']} of the population.",
            }
        ],
        "collected": when,
    }


def _risk(
    row: Any, state: str, outcome: str | None, identify: Identify
) -> dict[str, Any] | None:
    """Return what remains to be done about an item, or what was and is done."""
    if state in PROMISED:
        status = "closed" if outcome == "removed" else "open"
        says = f"To be {state}; newest look: {outcome or 'none yet'}."
    elif state in UNDECIDED:
        status, says = "open", "Nobody has decided about it."
    elif state == "excepted":
        status, says = "deviation-approved", "It stays for a time; see exceptions.json."
    else:
        return None
    return {
        "uuid": identify("risk", row["item"]),
        "title": f"Item {row['item']}",
        "description": says,
        "statement": row["sentence_en"],
        "status": status,
        "related-observations": [{"observation-uuid": identify("item", row["item"])}],
    }


def _inventory(told: list[Any], identify: Identify) -> Iterator[dict[str, Any]]:
    for row in {each["resource"]: each for each in told}.values():
        yield {
            "uuid": identify("resource", row["resource"]),
            "description": row["resource"],
            "props": [
                _prop("resource-type", row["resource_type"]),
                _prop("account", row["resource_account"]),
            ],
        }


def _resources(manifest: Manifest, identify: Identify) -> Iterator[dict[str, Any]]:
    for each in manifest.subject:
        yield {
            "uuid": identify("file", each["name"]),
            "title": each["name"],
            "rlinks": [
                {
                    "href": each["name"],
                    "hashes": [
                        {"algorithm": "SHA-256", "value": each["digest"]["sha256"]}
                    ],
                }
            ],
        }


def _holds(holds: bool | None) -> object:  # noqa: FBT001  (an answer, no switch)
    return "too-early" if holds is None else holds


def _prop(name: str, value: object) -> dict[str, str]:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {"name": name, "ns": NAMESPACE, "value": text.strip() or "none"}
