"""The whole answer to a question, from the newest index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.graph.answer import Line, Step, Teller, Unread, unread
from accessmap.graph.places import Place
from accessmap.graph.question import NETWORK, PERMISSION, Question
from accessmap.graph.ranking import Controls, ranking
from accessmap.graph.why_not import Half, no_link, why_not
from accessmap.reach import fresh
from accessmap.reach.index import Index
from accessmap.reach.kinds import EdgeKind, NodeKind
from accessmap.reach.questions import (
    Met,
    as_anybody,
    blast,
    paths,
    who_reaches,
)

LISTED = 300  # lines of an answer on a page; the figures count all
TAKEN = 10_000  # and in a file; a command lists them all
# Symbols are steps on a way, and are no answer: nothing is gained by "anybody".
SYMBOLS = {NodeKind.COLLECTION, NodeKind.ORGANIZATION, NodeKind.UNIT}
GETS_THERE = tuple(each for each in NodeKind if each not in SYMBOLS)
FALLS = tuple(each for each in GETS_THERE if each is not NodeKind.PUBLIC)


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is said: as a page, as JSON, as lines of text."""

    question: Question
    crawl: int
    unread: Unread
    start: Place | None = None
    goal: Place | None = None
    routes: Sequence[Sequence[Step]] = ()
    lines: Sequence[Line] = ()
    count: int = 0  # of lines, with those that are not listed
    accounts: Sequence[Place] = ()
    ours: int = 0  # of these accounts
    halves: Sequence[Half] = ()
    figures: Mapping[str, int] = field(default_factory=dict)
    rounds: Sequence[Mapping[str, int]] = ()  # the figures, step by step
    admins: Sequence[Controls] = ()
    admin_count: int = 0
    anybody: Sequence[Place] = ()  # whom the start is one of, too

    @property
    def kind(self) -> str:
        """Return what was asked: path, who, blast or ranking."""
        if self.start and self.goal:
            return "path"
        if self.goal:
            return "who"
        return "blast" if self.start else "ranking"

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was found."""
        return not (self.routes or self.lines)

    @property
    def sentence(self) -> str:
        """Say the answer in one sentence."""
        if self.kind == "path":
            return self._of_path()
        if self.kind == "ranking":
            return ngettext(
                "%(n)s third party reaches one of our accounts.",
                "%(n)s third parties reach our accounts.",
                self.count,
            ) % {"n": self.count}
        place = self.goal or self.start
        names = {"n": len(self.accounts), "name": place.text if place else ""}
        if self.is_empty:
            if self.kind == "who":
                return _("Nobody gets to %(name)s in what was read.") % names
            return _("From %(name)s nothing is reached in what was read.") % names
        if self.kind == "who":
            return (
                ngettext(
                    "%(name)s can be reached from %(n)s other account.",
                    "%(name)s can be reached from %(n)s other accounts.",
                    len(self.accounts),
                )
                % names
            )
        return self._of_blast(names)

    def _of_blast(self, names: dict[str, Any]) -> str:
        """Say in how many accounts something falls: the ranking counts ours alone."""
        if self.ours < len(self.accounts):
            names |= {"ours": self.ours}
            said = ngettext(
                "If %(name)s is taken, something falls in %(n)s other account, "
                "which is not ours.",
                "If %(name)s is taken, something falls in %(n)s other accounts, "
                "%(ours)s of them ours.",
                len(self.accounts),
            )
        else:
            said = ngettext(
                "If %(name)s is taken, something falls in %(n)s other account.",
                "If %(name)s is taken, something falls in %(n)s other accounts.",
                len(self.accounts),
            )
        return said % names

    @property
    def order(self) -> str:
        """Say in which order several ways stand."""
        return _(
            "The shortest way comes first; of equally long ones, the one by which most "
            "can be done: control, then writing, then reading."
        )

    @property
    def besides(self) -> str:
        """Say what stands before ``anybody``, on the page and everywhere else."""
        return _("It also reaches what is open to:")

    def _of_path(self) -> str:
        names = {
            "start": self.start.text if self.start else "",
            "goal": self.goal.text if self.goal else "",
        }
        if not self.routes:
            return (
                _("No way from %(start)s to %(goal)s was found in what was read.")
                % names
            )
        count = len(self.routes[0])
        if not count:
            if self.start == self.goal:
                return _("%(start)s is the start itself.") % names
            return _("%(start)s is there already.") % names
        names |= {"n": str(count)}
        return (
            ngettext(
                "%(start)s gets to %(goal)s in %(n)s step.",
                "%(start)s gets to %(goal)s in %(n)s steps.",
                count,
            )
            % names
        )

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can carry it."""
        return {
            "kind": self.kind,
            "sentence": self.sentence,
            "from": self.start.plain() if self.start else None,
            "to": self.goal.plain() if self.goal else None,
            "without": list(self.question.without),
            "by": self.question.by,
            "paths": [[step.plain() for step in route] for route in self.routes],
            "reached": [line.plain() for line in self.lines],
            "count": self.count,
            "figures": dict(self.figures),
            "by_steps": [dict(each) for each in self.rounds],
            "controls_count": self.admin_count,
            "controls": [each.plain() for each in self.admins],
            "accounts": [place.plain() for place in self.accounts],
            "as_anybody": [place.plain() for place in self.anybody],
            "why_not": [half.plain() for half in self.halves],
            "crawl": self.crawl,
            "not_read": [each.account_id for each in self.unread.accounts],
            "caution": self.unread.sentence,
        }


def answer(question: Question, most: int = LISTED) -> Answer:
    """Answer a question from the newest index; UnknownPlace for a name of nobody.

    Of what is met, the first ``most`` are listed; all are counted.
    """
    index = fresh.current()
    teller = Teller(index)
    start = teller.places.find(question.start) if question.start else None
    goal = teller.places.find(question.goal) if question.goal else None
    told: dict[str, Any] = {
        "question": question,
        "crawl": index.stamp.crawl,
        "unread": unread(),
        "start": None if start is None else teller.places.of(start),
        "goal": None if goal is None else teller.places.of(goal),
    }
    if start is not None and goal is not None:
        found = paths(index, start, goal, question.off)
        told["routes"] = teller.routes(found)
        told["halves"] = () if found else _why_not(question, index, start, goal)
    elif goal is not None:
        kinds = shown(question, GETS_THERE)
        who = who_reaches(index, goal, question.off).of_kinds(index, kinds)
        told |= _met(teller, who, goal, most)
    elif start is not None:
        kinds = shown(question, FALLS)
        falls = blast(index, start, question.off).of_kinds(index, kinds)
        told |= _met(teller, falls, start, most)
        told["anybody"] = [teller.places.of(e) for e in as_anybody(index, start)]
    else:
        told |= ranking(teller, question.off, most)
    index.rest()
    return Answer(**told)


def shown(question: Question, kinds: Sequence[NodeKind]) -> list[NodeKind]:
    """Return which of ``kinds`` answer: networks only where they are asked for."""
    off = {NodeKind.NETWORK} if question.by == PERMISSION else set()
    return [each for each in kinds if each not in off]


def _why_not(question: Question, index: Index, start: int, goal: int) -> list[Half]:
    if question.by == PERMISSION:
        return why_not(index, start, goal, question.off)
    by_network = no_link(index, start, goal, replace(question, by=NETWORK).off)
    if question.by == NETWORK:
        return [by_network]
    return [*why_not(index, start, goal, question.off), by_network]


def _met(teller: Teller, found: Met, asked: int, most: int) -> dict[str, Any]:
    index = teller.index
    own = index.home_name(asked)
    others = [each for each in found.accounts(index) if each != own]
    nodes = [index.find(each) for each in others]
    return {
        "lines": teller.lines(found, most),
        "count": len(found.nodes),
        "accounts": [teller.places.of(node) for node in nodes if node is not None],
        "ours": sum(map(teller.places.is_ours, others)),
        "figures": figures(index, found),
        "rounds": rounds(index, found),
    }


def rounds(index: Index, met: Met) -> list[dict[str, int]]:
    """Return what is met after one step, after two and so on, counted as a whole."""
    return [
        {"steps": int(steps), **figures(index, met.after(steps))}
        for steps in np.unique(met.steps)
    ]


def figures(index: Index, met: Met) -> dict[str, int]:
    """Return how many roles, and how many resources by what can be done with them."""
    found = {
        "places": len(met.nodes),
        "roles": len(met.of_kinds(index, [NodeKind.ROLE, NodeKind.USER]).nodes),
    }
    for kind in (EdgeKind.READ, EdgeKind.WRITE, EdgeKind.ADMINISTER):
        found[kind.name.lower()] = int((met.access == kind).sum())
    return found
