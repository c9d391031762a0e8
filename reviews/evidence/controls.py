"""Which parts of a bundle speak to which control, in our own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as noop

from reviews.evidence.verify import Bundle

WHOLE = ["population.jsonl", "coverage.json", "reconciliation.json"]
DECIDED = ["decisions.jsonl", "assignments.jsonl", "shown.jsonl"]
GONE = ["remediation.jsonl", "verification.jsonl"]
KEPT = ["events.jsonl", "checkpoint.txt", "manifest.dsse.json"]

CONTROLS: Mapping[str, Any] = {
    "says": (
        "Which files help to show which control. Whether a control is met is for the "
        "auditor to say. Statements are ours; the standards are not quoted."
    ),
    "controls": [
        {
            "id": id_,
            "framework": framework,
            "statement": statement,
            "files": files,
        }
        for id_, framework, statement, files in (
            (
                "CC6.1",
                "SOC 2",
                noop("Who may reach what is known and limited."),
                WHOLE,
            ),
            (
                "CC6.2",
                "SOC 2",
                noop(
                    "Access is given to known parties, and taken when no longer needed."
                ),
                DECIDED + GONE,
            ),
            (
                "CC6.3",
                "SOC 2",
                noop(
                    "Access is reviewed periodically, vendors and services "
                    "included, and changed where it should be."
                ),
                WHOLE + DECIDED + GONE,
            ),
            (
                "A.5.15",
                "ISO/IEC 27001:2022",
                noop("Rules of access exist and are applied."),
                WHOLE,
            ),
            (
                "A.5.18",
                "ISO/IEC 27001:2022",
                noop(
                    "Owners review rights of access, and they are changed or removed."
                ),
                DECIDED + GONE,
            ),
            (
                "A.8.2",
                "ISO/IEC 27001:2022",
                noop(
                    "Privileged rights are limited and looked after; risk tells them."
                ),
                WHOLE + DECIDED,
            ),
            (
                "7.2.4",
                "PCI DSS 4.0.1",
                noop(
                    "At least every six months access is reviewed, third parties "
                    "included, what does not fit is dealt with, and management "
                    "acknowledges it."
                ),
                [*WHOLE, *DECIDED, *GONE, "signoff.json"],
            ),
            (
                "7.2.5.1",
                "PCI DSS 4.0.1",
                noop(
                    "Access of applications and systems is reviewed as often as the "
                    "risk analysis of 12.3.1 asks; roles are such accounts."
                ),
                [*WHOLE, *DECIDED, *GONE, "signoff.json"],
            ),
            (
                "AC-2(j)",
                "NIST SP 800-53",
                noop("Accounts are reviewed at the set frequency."),
                WHOLE + DECIDED,
            ),
            (
                "AC-6(7)",
                "NIST SP 800-53",
                noop(
                    "Privileges are reviewed, and taken away where they are not needed."
                ),
                DECIDED + GONE,
            ),
            (
                "AU-9",
                "NIST SP 800-53",
                noop("Records are protected from change."),
                KEPT,
            ),
            ("AU-10", "NIST SP 800-53", noop("Who did it cannot deny it."), KEPT),
            (
                "AU-11",
                "NIST SP 800-53",
                noop("Records are kept as long as asked."),
                KEPT,
            ),
            (
                "IPE",
                "SOX / J-SOX",
                noop(
                    "The list that was reviewed is complete and accurate: where it "
                    "came from, by which query, with which counts."
                ),
                ["campaign.json", *WHOLE, "raw/"],
            ),
            (
                "access authority",
                "FISC",
                noop("Authority to access is managed and looked at again."),
                WHOLE + DECIDED,
            ),
            (
                "9.2.5",
                "ISMAP",
                noop("Owners of assets review rights of access at set intervals."),
                DECIDED + GONE,
            ),
        )
    ],
}

# Control → framework, in the order above.
FRAMEWORK_OF: Mapping[str, str] = {
    each["id"]: each["framework"] for each in CONTROLS["controls"]
}


def served_by(bundle: Bundle) -> list[Mapping[str, Any]]:
    """Return the controls that a bundle's campaign serves, and no others.

    A review that was opened for one control claims nothing about the rest. Bundles of
    before campaigns named any serve all of them.
    """
    told: list[Mapping[str, Any]] = bundle.json("controls.json")["controls"]
    named = bundle.json("campaign.json").get("controls")
    if named is None:
        return told
    ids = {each["id"] for each in named}
    return [each for each in told if each["id"] in ids]
