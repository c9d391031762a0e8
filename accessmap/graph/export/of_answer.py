"""The answer to a question, as what is taken away."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.graph.answer import Line, Step
from accessmap.graph.asked import Answer
from accessmap.graph.export.extract import Dot, Extract, Link, Stamp
from accessmap.graph.places import Place
from accessmap.graph.remembered import remembered
from accessmap.models import Crawl

OURS = "our-accounts"  # all of them, as one place
CONTROLS = "controls-accounts"


def extract(found: Answer) -> Extract:
    """Return places and links: of ways each hop, else each place that is met."""
    dots: dict[str, Dot] = {}
    links: list[Link] = []
    for route in found.routes:
        for at, step in enumerate(route):
            dots.setdefault(step.source.key, dot(step.source, at))
            dots.setdefault(step.target.key, dot(step.target, at + 1))
            links.append(_link(step))
    if found.kind == "ranking":
        _rank(found, dots, links)
    else:
        _meet(found, dots, links)
    return Extract(stamp(found), list(dots.values()), list(dict.fromkeys(links)))


def _meet(found: Answer, dots: dict[str, Dot], links: list[Link]) -> None:
    """Add what was asked about, and each place that is met, with whom else it is."""
    asked = [each for each in (found.start, found.goal) if each]
    for line in found.lines:
        dots.setdefault(line.place.key, dot(line.place, line.steps))
    for at, place in enumerate(asked if not found.routes else ()):
        dots.setdefault(place.key, dot(place, at))
    for line in found.lines:
        if line.place.key != asked[0].key:
            ends = (line.place.key, asked[0].key)
            links.append(_met(line, *(ends if found.kind == "who" else ends[::-1])))
    for place in found.anybody:
        dots.setdefault(place.key, dot(place, 1))
        ends = (asked[0].key, place.key)
        links.append(Link(*ends, "anybody", found.besides, count=0, steps=1))


def _rank(found: Answer, dots: dict[str, Dot], links: list[Link]) -> None:
    """Add third parties with how many accounts they reach, and who controls how many.

    The accounts stand as one place; of the roles that control theirs, one is named.
    """
    ours = Dot(OURS, _("Our accounts"), "organization", column=1)
    for line in found.lines:
        dots.setdefault(line.place.key, dot(line.place, 0))
        dots.setdefault(OURS, ours)
        links.append(_counting(line.place.key, OURS, "reaches", line.accounts))
    for admin in found.admins:
        dots.setdefault(admin.who.key, dot(admin.who, 0))
        dots.setdefault(admin.first.key, dot(admin.first, 1))
        ends = (admin.who.key, admin.first.key)
        links.append(_counting(*ends, CONTROLS, admin.count))


def _counting(source: str, target: str, kind: str, accounts: int) -> Link:
    if kind == CONTROLS:
        said = ngettext("controls %(n)s account", "controls %(n)s accounts", accounts)
    else:
        said = ngettext("reaches %(n)s account", "reaches %(n)s accounts", accounts)
    sentence = said % {"n": accounts}
    return Link(source, target, kind, sentence, count=0, accounts=accounts)


def _met(line: Line, source: str, target: str) -> Link:
    told = {"n": line.steps}
    sentence = ngettext("%(n)s step", "%(n)s steps", line.steps) % told
    kind = line.access or "reaches"
    return Link(source, target, kind, sentence, count=0, steps=line.steps)


def dot(place: Place, column: int) -> Dot:
    """Return one place."""
    name = place.name or place.account
    return Dot(place.key, name, place.kind, place.account, place.account_name, column)


def stamp(found: Answer) -> Stamp:
    """Return of what and when the answer is."""
    rows = Crawl.objects.filter(pk=found.crawl)
    crawl = remembered(("crawl", found.crawl), rows.first)
    told = stamped(found.sentence, found.question.query(), crawl, found.unread.sentence)
    if found.halves:
        halves = "; ".join(f"{each.word}: {each.sentence}" for each in found.halves)
        told = replace(told, why_not=halves)
    if len(found.lines) >= found.count:
        return told
    cut = _("The first %(n)s of %(all)s places, the nearest first.") % {
        "n": len(found.lines),
        "all": found.count,
    }
    return replace(told, coverage=f"{told.coverage} {cut}")


def stamped(title: str, asked: str, crawl: Crawl | None, coverage: str) -> Stamp:
    """Return the stamp of a crawl; that all was read is said too, never left out."""
    number, read_at = (crawl.pk, crawl.started_at.isoformat()) if crawl else (0, "")
    return Stamp(title, asked, number, read_at, coverage or complete_if(crawl))


def complete_if(crawl: Crawl | None) -> str:
    """Return that all was read, for who knows that nothing was left out."""
    return _("Every account was read completely.") if crawl else ""


def _link(step: Step) -> Link:
    return Link(
        step.source.key,
        step.target.key,
        step.kind,
        step.sentence,
        " ".join(step.doubts),
        step.grant.pk if step.grant else 0,
        count=1 if step.grant else 0,
        steps=1,
    )
