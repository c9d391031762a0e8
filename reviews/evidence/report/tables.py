"""The report's tables: few rows each, and how many more there are elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from reviews.evidence.contents import NEVER
from reviews.evidence.quality import PACES
from reviews.evidence.report.decider import decider
from reviews.evidence.verify import Bundle
from reviews.labels import BAR, BAR_WORDS, REMOVAL, RISK, RULE
from reviews.lifecycle import PROMISED, ItemState, Risk
from reviews.tally import UNDECIDED

MOST = 24  # rows of one table; a report has ten pages at the most
MOST_BARS = 62  # days; a longer review is drawn by weeks
WEEK = 7


def day(moment: str | None) -> str:
    """Return the day of a time as the bundle writes it; a dash for none."""
    return moment[:10] if moment else "—"


def minute(moment: str | None) -> str:
    """Return a time to the minute."""
    return moment[:16].replace("T", " ") if moment else "—"


def person(told: Any) -> str:
    """Return a person's name, or failing that the user name."""
    return str(told["name"] or told["username"]) if told else "—"


def days(bundle: Bundle) -> dict[str, Any]:
    """Return decisions by day, or by week where that were too many bars."""
    campaign = bundle.json("campaign.json")
    made = Counter(
        date.fromisoformat(each["decided_at"][:10])
        for each in bundle.rows("decisions.jsonl")
        if each["is_effective"]
    )
    due = date.fromisoformat(campaign["due_on"])
    first = date.fromisoformat(campaign["opened_at"][:10])
    last = max([due, first, *made])
    step = WEEK if (last - first).days >= MOST_BARS else 1
    bars = [0] * ((last - first).days // step + 1)
    for when, count in made.items():
        bars[max((when - first).days, 0) // step] += count
    return {
        "bars": bars,
        "due": (due - first).days // step,
        "from": first.isoformat(),
        "to": (first + timedelta(days=step * (len(bars) - 1))).isoformat(),
        "due_on": due.isoformat(),
    }


def tables(bundle: Bundle, asked: Sequence[Any]) -> list[dict[str, Any]]:
    """Return every table that has a row, in the order in which it is read."""
    told = {each["item"]: each for each in bundle.rows("population.jsonl")}
    made = {
        each["item"]: each
        for each in bundle.rows("decisions.jsonl")
        if each["is_effective"]
    }
    found = (
        _by_risk(asked, told),
        _by_account(asked, told),
        _promised(bundle, asked, told, made),
        _risky(asked, told, made),
        _exceptions(bundle),
        _overrides(bundle),
        _undecided(asked, told),
        _rules(asked),
        missing(bundle),
        _quality(bundle),
        _controls(bundle),
    )
    return [cut(each, MOST) for each in found if each["rows"]]


def _table(
    title: str,
    widths: str,
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    where: str,
) -> dict[str, Any]:
    """Return a table; ``widths`` has a letter a column: w(ide), n(arrow), #: number."""
    return {
        "title": title,
        "widths": list(widths),
        "head": list(head),
        "rows": [[str(cell) for cell in row] for row in rows],
        "where": where,
    }


def cut(table: dict[str, Any], most: int) -> dict[str, Any]:
    """Return the first rows of a table, and how many more there are, and where."""
    more = len(table["rows"]) - most
    said = _("%(more)d more: %(file)s in the bundle.") % {
        "more": more,
        "file": table["where"],
    }
    return {
        **table,
        "rows": table["rows"][:most],
        "more": said if more > 0 else "",
    }


def missing(bundle: Bundle) -> dict[str, Any]:
    """Return what was not read, account by account and reason by reason."""
    coverage = bundle.json("coverage.json")
    names = {each["account_id"]: each["name"] for each in coverage["accounts"]}
    scopes: Counter[tuple[str, str]] = Counter()
    for each in coverage["not_covered"]:
        # One resource that refuses is told as itself, not as its whole scope.
        for reason in [gap["reason"] for gap in each["resources"]] or [each["reason"]]:
            why = reason if reason != NEVER else _("No crawl looked at this account.")
            scopes[each["account_id"], why or each["outcome"]] += 1
    rows = (
        [f"{names.get(account, '')} {account}".strip(), count, reason]
        for (account, reason), count in scopes.most_common()
    )
    head = (_("Not read"), _("Places"), _("Why"))
    title = _("What was not covered")
    return _table(title, "n#w", head, rows, "coverage.json")


def _kinds(asked: Iterable[Any], of: dict[int, str]) -> dict[str, Counter[str]]:
    """Return for each name how many items came to which end."""
    kind_of = {state: kind for kind, states in BAR.items() for state in states}
    counts: dict[str, Counter[str]] = {}
    for each in asked:
        name = of[each["item"]]
        counts.setdefault(name, Counter())[kind_of[ItemState(each["state"])]] += 1
    return counts


def _tally(title: str, what: str, counts: dict[str, Counter[str]]) -> dict[str, Any]:
    kinds = [kind for kind in BAR if any(each[kind] for each in counts.values())]
    head = [what, _("Items"), *(str(BAR_WORDS[kind]) for kind in kinds)]
    rows = (
        [name, n.total(), *(n[kind] for kind in kinds)] for name, n in counts.items()
    )
    widths = "w" + "#" * (len(kinds) + 1)
    return _table(title, widths, head, rows, "assignments.jsonl")


def _by_risk(asked: Sequence[Any], told: dict[int, Any]) -> dict[str, Any]:
    counts = _kinds(asked, {item: str(RISK[row["risk"]]) for item, row in told.items()})
    order = [str(RISK[each]) for each in (Risk.HIGH, Risk.MEDIUM, Risk.LOW)]
    ordered = {each: counts[each] for each in order if each in counts}
    return _tally(_("By risk"), _("Risk"), ordered)


def _by_account(asked: Sequence[Any], told: dict[int, Any]) -> dict[str, Any]:
    names = {
        item: f"{row['resource_account_name']} {row['resource_account']}".strip()
        for item, row in told.items()
    }
    counts = _kinds(asked, names)
    most_first = sorted(counts, key=lambda name: (-counts[name].total(), name))
    ordered = {each: counts[each] for each in most_first}
    return _tally(_("By account that grants"), _("Account"), ordered)


def _sentence(row: Any) -> str:
    return str(row["sentence_ja" if get_language() == "ja" else "sentence_en"])


def _promised(
    bundle: Bundle, asked: Sequence[Any], told: dict[int, Any], made: dict[int, Any]
) -> dict[str, Any]:
    newest = {each["item"]: each for each in bundle.rows("verification.jsonl")}
    rows = []
    for each in asked:
        item = each["item"]
        if each["state"] not in PROMISED:
            continue
        look = newest.get(item)
        outcome = str(REMOVAL[look["outcome"] if look else ""])
        seen = f", {minute(look['crawl_started_at'])}" if look else ""
        decision = made.get(item)
        by = f"{decider(decision)}, {day(decision['decided_at'])}" if decision else "—"
        rows.append([item, _sentence(told[item]), by, outcome + seen])
    head = ("#", _("To be revoked or reduced"), _("Decided"), _("Last seen (UTC)"))
    title = _("What was to go, and whether it is gone")
    return _table(title, "#wnn", head, rows, "verification.jsonl")


def _risky(
    asked: Sequence[Any], told: dict[int, Any], made: dict[int, Any]
) -> dict[str, Any]:
    rows = (
        [
            each["item"],
            _sentence(told[each["item"]]),
            decider(made[each["item"]]),
            made[each["item"]]["reason"] or "—",
        ]
        for each in asked
        if each["state"] in {ItemState.CONFIRMED, ItemState.CARRIED}
        and told[each["item"]]["risk"] == Risk.HIGH
        and each["item"] in made
    )
    head = ("#", _("Grant"), pgettext("decision", "By"), _("Reason"))
    title = _("Of high risk, and confirmed")
    return _table(title, "#wnw", head, rows, "decisions.jsonl")


def _exceptions(bundle: Bundle) -> dict[str, Any]:
    rows = []
    for each in bundle.json("exceptions.json")["exceptions"]:
        answer = each["answer"]
        by = person(answer["answered_by"]) if answer else _("not answered")
        if answer and not answer["is_approved"]:
            by = _("refused by %(who)s") % {"who": by}
        asker = person(each["requested_by"])
        rows.append([each["item"], each["control"], asker, by, each["expires_on"]])
    head = (
        "#",
        _("Compensating control"),
        _("Asked by"),
        _("Approved by"),
        _("Expires"),
    )
    return _table(_("Exceptions"), "#wnnn", head, rows, "exceptions.json")


def _overrides(bundle: Bundle) -> dict[str, Any]:
    rows = (
        [
            each["item"],
            person(each["person"]),
            person(each["granted_by"]),
            each["reason"],
        ]
        for each in bundle.json("overrides.json")["overrides"]
    )
    head = ("#", _("Decided in conflict"), _("Allowed by"), _("Reason"))
    title = _("Conflicts that a second person allowed")
    return _table(title, "#nnw", head, rows, "overrides.json")


def _undecided(asked: Sequence[Any], told: dict[int, Any]) -> dict[str, Any]:
    rows = (
        [each["item"], _sentence(told[each["item"]]), each["reviewer"]]
        for each in asked
        if each["state"] in UNDECIDED
    )
    head = ("#", _("Grant"), _("Asked"))
    return _table(_("Undecided"), "#wn", head, rows, "assignments.jsonl")


def _rules(asked: Sequence[Any]) -> dict[str, Any]:
    counts = Counter(each["rule"] for each in asked)
    rows = ([str(RULE[rule]), count] for rule, count in counts.most_common())
    head = (_("Owner found by"), _("Items"))
    return _table(_("How the owners were found"), "w#", head, rows, "assignments.jsonl")


def _quality(bundle: Bundle) -> dict[str, Any]:
    told = bundle.json("quality.json")
    rows = [
        [_("Decisions that count"), told["effective"]],
        [_("with a reason"), told["with_reason"]],
        [_("as suggested"), told["suggestion_followed"]],
        [_("against the suggestion"), told["suggestion_not_followed"]],
        [_("most identical grants decided at once"), told["largest_batch"]],
        [_("confirmed, per cent"), told["confirmed_percent"]],
        [
            _("answers within 10 seconds of the same person's last"),
            told["by_pace"].get(PACES[0][1], 0),
        ],
    ]
    if "known_bad" in told:
        known = told["known_bad"]
        rows.append([_("planted questions, in no other count"), known["planted"]])
        rows.append([_("of them confirmed"), known["confirmed"]])
    head = (_("How it was decided"), _("Count"))
    return _table(_("Quality"), "w#", head, rows, "quality.json")


def _controls(bundle: Bundle) -> dict[str, Any]:
    rows = []
    for each in bundle.json("controls.json")["controls"]:
        statement = each["statement"]
        rows.append([f"{each['framework']} {each['id']}", _(statement)])
    head = (_("Control"), _("What the bundle helps to show; the auditor judges"))
    return _table(_("Controls"), "nw", head, rows, "controls.json")
