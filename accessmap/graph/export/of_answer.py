"""The answer to a question, as what is taken away."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accessmap.graph.answer import Step
from accessmap.graph.asked import Answer
from accessmap.graph.export.extract import Dot, Extract, Link, Stamp
from accessmap.graph.places import Place
from accessmap.models import Crawl


def extract(found: Answer) -> Extract:
    """Return places and links: of ways each hop, else each place that is met."""
    dots: dict[str, Dot] = {}
    links: list[Link] = []
    for route in found.routes:
        for at, step in enumerate(route):
            dots.setdefault(step.source.key, dot(step.source, at))
            dots.setdefault(step.target.key, dot(step.target, at + 1))
            links.append(_link(step))
    asked = found.goal or found.start
    for line in found.lines if asked or found.kind == "ranking" else ():
        column = 0 if found.kind == "ranking" else line.steps
        dots.setdefault(line.place.key, dot(line.place, column))
        if asked and line.place.key != asked.key:
            dots.setdefault(asked.key, dot(asked, 0))
            ends = (line.place.key, asked.key)
            source, target = ends if found.kind == "who" else ends[::-1]
            sentence = str(line.steps)
            links.append(Link(source, target, line.access or "reaches", sentence))
    return Extract(stamp(found), list(dots.values()), list(dict.fromkeys(links)))


def dot(place: Place, column: int) -> Dot:
    """Return one place."""
    name = place.name or place.account
    return Dot(place.key, name, place.kind, place.account, place.account_name, column)


def stamp(found: Answer) -> Stamp:
    """Return of what and when the answer is."""
    return stamped(
        found.sentence, found.question.query(), found.crawl, found.unread.sentence
    )


def stamped(title: str, asked: str, crawl: int, coverage: str) -> Stamp:
    """Return the stamp of a crawl; that all was read is said too, never left out."""
    row = Crawl.objects.filter(pk=crawl).first()
    read_at = row.started_at.isoformat() if row else ""
    return Stamp(title, asked, crawl, read_at, coverage or complete_if(row))


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
    )
