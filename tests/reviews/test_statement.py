"""The statements that make a grant, cut out of their document."""

from __future__ import annotations

import json

from reviews.statement import Line, difference, statement_text

DOCUMENT = json.dumps({"Statement": [{"Sid": "One"}, {"Sid": "二"}]})


def test_it_shows_one_statement() -> None:
    assert json.loads(statement_text(DOCUMENT, [1])) == {"Sid": "二"}
    assert "二" in statement_text(DOCUMENT, [1])


def test_it_shows_two_as_a_list() -> None:
    assert json.loads(statement_text(DOCUMENT, [0, 1])) == [
        {"Sid": "One"},
        {"Sid": "二"},
    ]


def test_a_statement_that_is_no_list_is_the_first() -> None:
    assert json.loads(statement_text('{"Statement": {"Sid": "One"}}', [0])) == {
        "Sid": "One"
    }


def test_a_document_without_statements_is_shown_whole() -> None:
    assert json.loads(statement_text('[{"GrantId": "1"}]', [])) == [{"GrantId": "1"}]


def test_what_is_no_json_is_shown_as_it_is() -> None:
    assert statement_text("{not json", [0]) == "{not json"


def test_what_a_database_cannot_keep_is_spelled_out() -> None:
    assert statement_text("a\x00b\ud800", []) == "a\\x00b\\ud800"


def test_a_difference_has_signs() -> None:
    assert list(difference("a\nb", "a\nc")) == [
        Line(" ", "a"),
        Line("-", "b"),
        Line("+", "c"),
    ]
