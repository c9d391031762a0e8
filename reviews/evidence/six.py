"""What is counted of a bundle, from its files alone, for the six questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from reviews.answers import Answer, answers
from reviews.evidence.verify import Bundle
from reviews.lifecycle import PROMISED
from reviews.tally import BY_PEOPLE, ENDING, WITHOUT, Tally, is_grave


def six(bundle: Bundle) -> list[Answer]:
    """Return the six answers, in the reader's language."""
    return answers(tally(bundle))


def tally(bundle: Bundle) -> Tally:
    """Return the figures of a bundle."""
    campaign, coverage = bundle.json("campaign.json"), bundle.json("coverage.json")
    asked = list(bundle.rows("assignments.jsonl"))
    zone = campaign.get("time_zone", "UTC")  # older bundles do not tell it
    due_on = date.fromisoformat(campaign["due_on"])
    made = _made(bundle, asked, partial(_is_late, zone=ZoneInfo(zone), due_on=due_on))
    promised = {each["item"] for each in asked if each["state"] in PROMISED}
    looks = bundle.rows("verification.jsonl")
    newest = {each["item"]: each["outcome"] for each in looks}
    gone = {each for each in promised if newest.get(each) == "removed"}
    approved = {
        each["item"]
        for each in bundle.json("exceptions.json")["exceptions"]
        if (each["answer"] or {}).get("is_approved")
    }
    signer = coverage["limitation_by"] or {}
    accounts = coverage["accounts"]
    return Tally(
        is_open=not campaign["is_final"],
        observed=campaign["observed"],
        grants=campaign["grants"],
        population=campaign["population"],
        items=len(asked),
        accounts=len(accounts),
        accounts_read=sum(each["is_complete"] for each in accounts),
        limitation=coverage["limitation"],
        limitation_by=signer.get("name") or signer.get("username", ""),
        states=Counter(each["state"] for each in asked),
        rules=Counter(each["rule"] for each in asked),
        # Older items say nothing of it: that is unchecked, too.
        known=sum(bool(each.get("is_policy_writer_known")) for each in asked),
        overrides=len(bundle.json("overrides.json")["overrides"]),
        origins=made.origins,
        due_on=due_on,
        zone=zone,
        last_on=made.last.astimezone(ZoneInfo(zone)).date() if made.last else None,
        late=made.late,
        grave=made.grave,
        silent=made.silent,
        gone=len(gone),
        excepted=len((promised - gone) & approved),
    )


@dataclass
class _Made:
    """What is counted of the decisions that count."""

    origins: Counter[str] = field(default_factory=Counter)
    last: datetime | None = None
    late: int = 0
    grave: int = 0
    silent: int = 0


def _made(bundle: Bundle, asked: Iterable[Any], is_late: Any) -> _Made:
    settled = {each["item"] for each in asked if each["state"] not in WITHOUT}
    risk = {each["item"]: each["risk"] for each in bundle.rows("population.jsonl")}
    found = _Made()
    for each in bundle.rows("decisions.jsonl"):
        is_counted = each["is_effective"] and each["verdict"] in ENDING
        if not is_counted or each["item"] not in settled:
            continue
        found.origins[each["origin"]] += 1
        if each["origin"] not in BY_PEOPLE:
            continue
        at = datetime.fromisoformat(each["decided_at"])
        found.last = max(found.last or at, at)
        found.late += is_late(at)
        is_change = each["supersedes"] is not None
        if is_grave(each["verdict"], risk[each["item"]], is_change=is_change):
            found.grave += 1
            found.silent += not each["reason"]
    return found


def _is_late(at: datetime, *, zone: ZoneInfo, due_on: date) -> bool:
    return at.astimezone(zone).date() > due_on
