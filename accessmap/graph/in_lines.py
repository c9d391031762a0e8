"""An answer as lines for a terminal: the words of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.graph.asked import Answer


def in_lines(found: Answer) -> Iterator[str]:
    """Yield an answer line by line."""
    yield found.sentence
    yield from _ways(found)
    yield from _met(found)
    yield from _controls(found)


def _ways(found: Answer) -> Iterator[str]:
    for number, route in enumerate(found.routes, 1):
        yield _("Way %(number)s:") % {"number": number}
        for step in route:
            yield f"  {step.source.text} → {step.word} → {step.target.text}"
            yield "    " + " ".join([step.sentence, *step.doubts])
    if len(found.routes) > 1:
        yield found.order
    for half in found.halves:
        yield f"  {half.word}: {half.sentence}"


def _met(found: Answer) -> Iterator[str]:
    for each in found.rounds if found.kind == "blast" else ():
        yield _fallen(each)
    for line in found.lines:
        end = f", {line.access_word}" if line.access_word else ""
        number = line.accounts or line.steps
        yield f"  {number}  {line.place.word} {line.place.text}{end}"
    if found.anybody:
        yield " ".join([found.besides, ", ".join(e.text for e in found.anybody)])
    if found.count > len(found.lines) > 0:
        yield _("… and %(n)s more.") % {"n": found.count - len(found.lines)}


def _fallen(counted: Mapping[str, int]) -> str:
    """Say what falls after so many steps."""
    return ngettext(
        "After %(steps)s step: %(roles)s roles and users; resources: %(read)s can be "
        "read, %(write)s written, %(administer)s controlled.",
        "After %(steps)s steps: %(roles)s roles and users; resources: %(read)s can be "
        "read, %(write)s written, %(administer)s controlled.",
        counted["steps"],
    ) % dict(counted)


def _controls(found: Answer) -> Iterator[str]:
    if found.admins:
        yield _("Who can take control of whole accounts from elsewhere")
    for each in found.admins:
        way = f"{each.who.text} → {each.first.text}"
        yield f"  {each.count}  {each.who.word} {way}"
