"""Each gate at both ends of a trust, in words."""

from __future__ import annotations

from dataclasses import dataclass

from accessmap.policy.effective import Gate
from accessmap.policy.explain.phrases import Language


@dataclass(frozen=True, slots=True)
class GateWords:
    """What the gate is, what it does, and why."""

    title: str
    passage: str
    reason: str


def gate_in_words(language: Language, gate: Gate) -> GateWords:
    """Say one gate."""
    reason = f"reason.{gate.reason}"
    if gate.reason == "denied" and not gate.name:
        reason = f"{reason}.unnamed"
    return GateWords(
        language.text(f"gate.{gate.kind}"),
        language.text(f"passage.{gate.passage}"),
        language.text(reason, name=gate.name),
    )
