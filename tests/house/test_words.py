"""Every text that people read is said in Japanese too."""

from __future__ import annotations

import pytest

from accessmap.management.commands.messages import (
    SOURCES,
    kept,
    untranslated,
    updated,
)


@pytest.mark.parametrize("app", sorted(SOURCES))
def test_every_text_has_its_japanese(app: str) -> None:
    assert untranslated(updated(app)) == []


def test_one_text_is_said_in_one_way() -> None:
    # Django asks the first app that knows a text; another meaning needs a context.
    said = [
        {(each.id, each.context): each.string for each in kept(app)} for app in SOURCES
    ]
    facts, judgments = said
    shared = facts.keys() & judgments.keys() - {("", None)}
    assert {
        each: (facts[each], judgments[each])
        for each in shared
        if facts[each] != judgments[each]
    } == {}
