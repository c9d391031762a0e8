"""What must be read can be read, in light and in dark: WCAG 2 on our tokens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
GROUNDS = ("page", "surface", "sunken", "sea", "land0", "land1", "land2")
VERDICTS = (
    *("public", "any-account", "external", "federated", "service"),
    *("organization", "in-org", "unknown"),
)
STATES = ("good", "warn", "bad")
# Ink on ground, and the least contrast that UI.md promises, light and dark.
PROMISES = [
    *(("ink", ground, 12.0) for ground in GROUNDS),
    *(("ink2", ground, 6.6) for ground in GROUNDS),
    *(("ink3", ground, 4.5) for ground in GROUNDS),
    *((verdict, ground, 4.5) for verdict in VERDICTS for ground in GROUNDS),
    *((state, f"{state}-ground", 5.5) for state in STATES),
    ("button-text", "button", 14.0),
    ("ink", "highlight", 10.9),
    *(("control", ground, 3.0) for ground in ("page", "surface", "land1", "land2")),
    *(("focus", ground, 4.5) for ground in GROUNDS),
]


def themes() -> dict[str, dict[str, str]]:
    light, dark = TOKENS.read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    pattern = re.compile(r"--([a-z0-9-]+):\s*(#[0-9A-Fa-f]{6});")
    found = dict(pattern.findall(light))
    return {"light": found, "dark": {**found, **dict(pattern.findall(dark))}}


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG21/#dfn-relative-luminance"""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio"""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PROMISES)
def test_what_must_be_read_can_be_read(
    theme: str, ink: str, ground: str, least: float
) -> None:
    colours = themes()[theme]
    assert contrast(colours[ink], colours[ground]) >= least


def test_every_colour_has_a_dark_sister() -> None:
    light, dark = TOKENS.read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    pattern = re.compile(r"--([a-z0-9-]+):\s*#[0-9A-Fa-f]{6};")
    assert set(pattern.findall(light)) == set(pattern.findall(dark))
