"""What the report says, read from a bundle and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from reviews.answers import answers
from reviews.calendar.rhythm import called
from reviews.evidence.bundle import manifest_of
from reviews.evidence.controls import served_by
from reviews.evidence.report import scopes, tables
from reviews.evidence.six import tally
from reviews.evidence.verify import Bundle
from reviews.labels import BAR, BAR_WORDS
from reviews.tally import Tally

MISSING = 5  # rows of what was not read, on the first page
GROUP = 4  # hex digits, so that people can compare two hashes by eye


def facts(bundle: Bundle) -> dict[str, Any]:
    """Return all that the page prints, in the reader's language."""
    campaign = bundle.json("campaign.json")
    asked = list(bundle.rows("assignments.jsonl"))
    counted = tally(bundle)
    return {
        "words": _words(),
        "name": campaign["definition"]["name"],
        "is_final": campaign["is_final"],
        "lead": _lead(bundle, counted),
        "scope": _scope(bundle, campaign),
        "result": _result(asked),
        "coverage": _coverage(bundle),
        "six": [
            {
                "question": each.question,
                "holds": each.holds,
                "answer": each.answer,
                "because": each.because,
                "files": each.files,
            }
            for each in answers(counted)
        ],
        "signed": _signed(bundle),
        "hashes": _hashes(bundle),
        "made_by": _("Made by AccessMap %(version)s. Times are UTC.")
        % {"version": campaign["tool"]["version"]},
        "days": tables.days(bundle),
        "tables": tables.tables(bundle, asked),
    }


def _words() -> dict[str, str]:
    return {
        "kind": _("Evidence report"),
        "scope": _("Scope"),
        "result": _("Result"),
        "coverage": _("Coverage and its limits"),
        "asks": _("What an auditor asks"),
        "question": _("Question"),
        "answer": _("Answer"),
        "because": _("Because"),
        "files": _("In the bundle"),
        "signed": _("Signed off"),
        "unsigned": _("Nobody has signed off yet."),
        "again": _("signed in again to sign"),
        "check": _("Check it without us"),
        "how": _(
            "This report is derived from the signed bundle, which is the evidence. Run "
            "`python3 verify.py` in it; no network is needed. A signature shows that "
            "nothing changed since, not that AWS told the truth."
        ),
        "draft": _("Not final: the review is still open."),
        "days": _("Decisions by day"),
        "due": _("due"),
        "page": _("Page"),
    }


def _lead(bundle: Bundle, counted: Tally) -> str:
    """Return the result in a few sentences."""
    lead = ngettext(
        "%(people)d of %(all)d item was answered by people.",
        "%(people)d of %(all)d items were answered by people.",
        counted.items,
    ) % {"people": counted.by_people, "all": counted.items}
    if counted.carried:
        lead += " " + _("%(count)d carried forward, not asked.") % {
            "count": counted.carried
        }
    if counted.by_rule:
        lead += " " + _("%(count)d decided by rule, for want of an answer.") % {
            "count": counted.by_rule
        }
    if counted.undecided:
        lead += " " + _("%(count)d not decided.") % {"count": counted.undecided}
    lead += " " + _(
        "To be revoked or reduced: %(promised)d, of which %(gone)d are gone, as later "
        "complete readings saw."
    ) % {"promised": counted.promised, "gone": counted.gone}
    return f"{lead} {_read(scopes.read(bundle))}"


def _read(found: scopes.Read) -> str:
    """Return how much was read; only where nothing lacks does it say every scope."""
    if found.is_complete:
        return _("Every scope was read completely.")
    said = _(
        "%(read)d of %(all)d scopes were read completely; the rest is named below."
    ) % {"read": found.complete, "all": found.expected}
    return " ".join([said, *found.unseen()])


def _scope(bundle: Bundle, campaign: Any) -> list[list[str]]:
    coverage = bundle.json("coverage.json")
    regions = {each["region"] for each in coverage["scopes"]} - {""}
    served: dict[str, list[str]] = {}
    for each in served_by(bundle):
        served.setdefault(each["framework"], []).append(each["id"])
    return [
        [
            _("Organization"),
            _("%(id)s, %(accounts)d accounts, %(regions)d regions")
            % {
                "id": campaign["organization_id"],
                "accounts": len(coverage["accounts"]),
                "regions": len(regions),
            },
        ],
        [_("What"), _filter(campaign["definition"]["query"])],
        [
            _("As seen"),
            _("Crawl %(crawl)s, %(from)s to %(to)s UTC")
            % {
                "crawl": campaign["crawl"],
                "from": tables.minute(campaign["crawl_started_at"]),
                "to": tables.minute(campaign["crawl_finished_at"]),
            },
        ],
        [
            _("Period"),
            _("%(from)s to %(to)s, due %(due)s")
            % {
                "from": tables.day(campaign["opened_at"]),
                "to": tables.day(campaign["closed_at"]),
                "due": campaign["due_on"],
            },
        ],
        [_("Frequency"), _frequency(campaign["frequency"])],
        [_("Opened by"), tables.person(campaign["opened_by"])],
        [
            _("May serve"),
            "; ".join(f"{each} {', '.join(ids)}" for each, ids in served.items()),
        ],
    ]


def _frequency(told: Any) -> str:
    """Return how often it comes round, and why so often."""
    if told is None:
        return _("Opened by hand, by no schedule")
    return f"{called(told['rule'])}; {told['reason']}"


def _filter(query: str) -> str:
    asked = parse_qs(query)
    if not asked:
        return _("Every grant to a principal outside its own account")
    said = "; ".join(f"{name}: {', '.join(those)}" for name, those in asked.items())
    return _("Grants by filter: %(filter)s") % {"filter": said}


def _result(asked: Iterable[Any]) -> list[list[object]]:
    """Return the parts of the bar that are there: kind, word, count."""
    states = Counter(each["state"] for each in asked)
    counts = ((kind, sum(states[each] for each in BAR[kind])) for kind in BAR)
    return [[kind, str(BAR_WORDS[kind]), count] for kind, count in counts if count]


def _coverage(bundle: Bundle) -> dict[str, Any]:
    coverage, found = bundle.json("coverage.json"), scopes.read(bundle)
    limit = coverage["limitation"]
    if limit:
        limit = _("Limit signed by %(who)s, %(when)s UTC: %(limit)s") % {
            "who": tables.person(coverage["limitation_by"]),
            "when": tables.minute(coverage["limitation_at"]),
            "limit": limit,
        }
    assumed = _(
        "What a foreign account's own policies allow cannot be seen, and is assumed."
    )
    says = _(
        "scopes read completely. A scope is one account, one region, one kind of "
        "resource."
    )
    return {
        "count": _("%(read)d of %(all)d")
        % {"read": found.complete, "all": found.expected},
        "says": " ".join([says, *found.besides()]),
        "missing": tables.cut(tables.missing(bundle), MISSING),
        "limit": f"{limit} {assumed}".strip(),
    }


def _signed(bundle: Bundle) -> list[list[str]]:
    parts = {
        "owner": _("Campaign owner"),
        "management": pgettext("sign-off", "Management"),
    }
    return [
        [
            parts[each["part"]],
            tables.person(each["person"]),
            tables.minute(each["signed_at"]) + " UTC",
            each["statement_ja" if get_language() == "ja" else "statement_en"],
        ]
        for each in bundle.json("signoff.json")["statements"]
    ]


def _hashes(bundle: Bundle) -> list[list[str]]:
    manifest = manifest_of(bundle)
    ledger = manifest.predicate["ledger"]
    size = ngettext("%(size)d entry", "%(size)d entries", ledger["size"])
    return [
        [_("manifest"), f"sha256 {_grouped(manifest.sha256)}"],
        [
            _("ledger root"),
            f"sha256 {_grouped(ledger['root'])}, {size % {'size': ledger['size']}}",
        ],
        [_("signing key"), f"Ed25519 {_grouped(manifest.key_id)}"],
    ]


def _grouped(hexadecimal: str) -> str:
    return " ".join(
        hexadecimal[at : at + GROUP] for at in range(0, len(hexadecimal), GROUP)
    )
