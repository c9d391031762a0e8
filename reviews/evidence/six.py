"""The six questions of an auditor, answered from a bundle's rows and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reviews.evidence.verify import Bundle
from reviews.labels import RULE

PROMISED = ("revoked", "reduced")
UNDECIDED = ("open", "awaiting", "undecided")


@dataclass(frozen=True, slots=True)
class Told:
    """One question with its answer, why, and where to look."""

    question: str
    holds: bool
    because: str
    sheets: str
    is_limited: bool = False  # nothing speaks against it, and not all was checked

    @property
    def answer(self) -> str:
        """Return the answer in a word or two."""
        if self.holds and self.is_limited:
            return _("As far as known")
        return _("Yes") if self.holds else _("Not wholly")


def six(bundle: Bundle) -> list[Told]:
    """Return the six answers, in the reader's language."""
    campaign = bundle.json("campaign.json")
    asked = list(bundle.rows("assignments.jsonl"))
    made = [each for each in bundle.rows("decisions.jsonl") if each["is_effective"]]
    return [
        _complete(bundle, campaign, len(asked)),
        _reviewed(asked),
        _person(bundle, asked),
        _in_time(campaign, made),
        _reasoned(bundle, made),
        _removed(bundle, asked),
    ]


def _complete(bundle: Bundle, campaign: Any, count: int) -> Told:
    coverage = bundle.json("coverage.json")
    accounts = coverage["accounts"]
    read = sum(each["is_complete"] for each in accounts)
    because = _(
        "%(observed)d grants seen, %(grants)d asked about in %(count)d items, "
        "%(excluded)d left out by the filter. %(read)d of %(all)d accounts read "
        "completely. Limit: %(limit)s"
    ) % {
        "count": count,
        "observed": campaign["observed"],
        "grants": campaign["grants"],
        "excluded": campaign["observed"] - campaign["grants"],
        "read": read,
        "all": len(accounts),
        "limit": coverage["limitation"] or _("none"),
    }
    holds = count == campaign["population"] and read == len(accounts)
    question = _("Was the population complete and accurate?")
    sheets = "population, exclusions, coverage, not covered"
    return Told(question, holds, because, sheets)


def _reviewed(asked: list[Any]) -> Told:
    states = Counter(each["state"] for each in asked)
    open_count = sum(states[each] for each in UNDECIDED)
    because = _("%(done)d of %(all)d decided or gone before; %(open)d not.") % {
        "done": len(asked) - open_count,
        "all": len(asked),
        "open": open_count,
    }
    question = _("Was every item reviewed?")
    return Told(question, open_count == 0, because, "population, decisions")


def _person(bundle: Bundle, asked: list[Any]) -> Told:
    rules = Counter(each["rule"] for each in asked)
    overrides = len(bundle.json("overrides.json")["overrides"])
    # Older items say nothing of it: that is unchecked, too.
    unchecked = sum(not each.get("is_policy_writer_known") for each in asked)
    because = _(
        "By rule: %(rules)s. Conflicts allowed by a second person: %(n)d. Who last "
        "wrote the policy could not be checked for %(unchecked)d of %(all)d."
    ) % {
        "rules": "; ".join(f"{RULE[rule]}: {n}" for rule, n in sorted(rules.items())),
        "n": overrides,
        "unchecked": unchecked,
        "all": len(asked),
    }
    holds = not rules["fallback"] and not overrides
    question = _("By the right person, not by themselves?")
    sheets = "population, overrides"
    return Told(question, holds, because, sheets, is_limited=unchecked > 0)


def _in_time(campaign: Any, made: list[Any]) -> Told:
    last = max((each["decided_at"][:10] for each in made), default="—")
    because = _("Last decision on %(day)s; due on %(due)s.") % {
        "day": last,
        "due": campaign["due_on"],
    }
    holds = bool(made) and last <= campaign["due_on"]
    return Told(_("In time?"), holds, because, "decisions, campaign")


def _reasoned(bundle: Bundle, made: list[Any]) -> Told:
    risk = {each["item"]: each["risk"] for each in bundle.rows("population.jsonl")}
    grave = [
        each
        for each in made
        if each["verdict"] != "confirm" or risk[each["item"]] == "high"
    ]
    silent = sum(not each["reason"] for each in grave)
    because = _("%(all)d need a reason, %(silent)d have none.") % {
        "all": len(grave),
        "silent": silent,
    }
    sheets = "decisions, exceptions"
    return Told(_("With a reason?"), silent == 0, because, sheets)


def _removed(bundle: Bundle, asked: list[Any]) -> Told:
    promised = {each["item"] for each in asked if each["state"] in PROMISED}
    newest = {
        each["item"]: each["outcome"] for each in bundle.rows("verification.jsonl")
    }
    gone = sum(newest.get(each) == "removed" for each in promised)
    because = _(
        "%(seen)d of %(promised)d seen to be gone by a later complete reading."
    ) % {"seen": gone, "promised": len(promised)}
    question = _("Was what was revoked really removed?")
    sheets = "remediation, verification"
    return Told(question, gone == len(promised), because, sheets)
