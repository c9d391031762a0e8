"""A picture that is taken away holds what the page shows, and counts that."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from accessmap.graph.hiding import standing
from accessmap.graph.marks import Marks


def picture(**more: Any) -> dict[str, Any]:
    def edge(source: str, target: str, parts: tuple[str, ...] = ()) -> dict[str, Any]:
        ends = {"source": source, "target": target, "parts": list(parts)}
        counts: dict[str, Any] = {"held": {"external": len(parts) or 1}, "blocked": {}}
        counts |= {"changes": {}, "label": ""}
        return {"id": f"{source}>{target}", **ends, **counts}

    def named(*ids: str) -> list[dict[str, str]]:
        return [{"id": e, "name": e.title(), "group": f"of-{e}"} for e in ids]

    found = {
        "territories": [],
        "parties": named("a", "b", "c", "rest:v"),
        "groups": [{"id": "group:of-a"}, {"id": "group:of-b"}],
        "towns": named("home", "away"),
        "counted": {"held": {"external": 35}, "blocked": 0, "changes": {}, "absent": 9},
        "edges": [edge("a", "home"), edge("rest:v", "home", ("b>home", "c>home"))],
        "gathered": [edge("b", "home"), edge("c", "home")],
    }
    return {**found, **more}


def narrowed(words: str) -> Any:
    return standing(picture(), Marks.of(QueryDict(words)))


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("hide=a", ["rest:v>home"]),
        ("hide=b", ["a>home", "rest:v>home"]),
        ("hide=b&hide=c", ["a>home"]),
        ("typed=c", ["rest:v>home"]),
        ("only=a", ["a>home"]),
    ],
)
def test_a_line_that_stands_for_several_stays_while_one_of_them_does(
    words: str, left: list[str]
) -> None:
    found = narrowed(words)
    assert [each["id"] for each in found["edges"]] == left


def test_the_legend_counts_what_is_drawn() -> None:
    assert narrowed("only=a")["counted"]["held"] == {"external": 1}
    assert narrowed("hide=b")["counted"]["held"] == {"external": 2}
    assert narrowed("")["counted"]["held"] == {"external": 35}


def test_a_line_says_how_many_of_its_accounts_are_left() -> None:
    (_other, line) = narrowed("hide=b")["edges"]
    assert (line["label"], line["held"]) == ("×1", {"external": 1})


def test_nobody_waits_outside_beside_what_stands_alone() -> None:
    found = narrowed("only=a")
    assert [each["id"] for each in found["parties"]] == ["a"]
    assert [each["id"] for each in found["groups"]] == ["group:of-a"]
    pinned = narrowed("only=a&pin=b")["parties"]
    assert [each["id"] for each in pinned] == ["a", "b", "rest:v"]


def test_what_is_hidden_goes_with_every_edge_that_would_end_there() -> None:
    found = narrowed("hide=home&pin=a")
    assert found["edges"] == []
    assert found["hidden"] == ["home"]
    assert [e["id"] for e in narrowed("hide=home&pin=home&pin=a")["edges"]]
