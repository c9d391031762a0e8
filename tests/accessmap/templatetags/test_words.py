from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accessmap.models import Flag
from accessmap.templatetags.words import initials
from tests.cast import PAYMENTS, STRANGER
from tests.rows import make_account, make_counterparty, make_grant


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.django_db
def test_a_grant_is_said_in_the_readers_language() -> None:
    make_counterparty()
    grant = make_grant()
    source = '{% include "includes/grant_sentence.html" %}'
    english = drawn(source, grant=grant)
    assert "<strong><bdi>Tanuki Observability</bdi></strong>" in english
    with override("ja"):
        assert drawn(source, grant=grant) != english


@pytest.mark.django_db
def test_names_are_read_once_for_a_whole_page(
    django_assert_num_queries: Any,
) -> None:
    make_account()
    source = "{% for id in ids %}{% name_of id %}{% endfor %}"
    drawn(source, ids=[PAYMENTS])  # names are kept from page to page
    with CaptureQueriesContext(connection) as once:
        drawn(source, ids=[PAYMENTS])
    with django_assert_num_queries(len(once)):
        assert drawn(source, ids=[PAYMENTS] * 9).count("payments-prod") == 9


@pytest.mark.django_db
def test_an_account_is_never_named_without_its_id() -> None:
    make_account()
    source = '{% include "includes/account_name.html" with account_id=id %}'
    assert "payments-prod" in drawn(source, id=PAYMENTS)
    assert PAYMENTS in drawn(source, id=PAYMENTS)
    assert "Not known to us" in drawn(source, id=STRANGER)
    assert STRANGER in drawn(source, id=STRANGER)


@pytest.mark.parametrize("verdict", ["public", "external", "any-account", "in-org"])
def test_a_verdict_has_icon_line_and_word(verdict: str) -> None:
    tag = drawn('{% include "includes/verdict_tag.html" %}', verdict=verdict)
    assert tag.count("<use") == 2
    assert f'class="verdict {verdict}"' in tag


def test_a_verdict_we_do_not_know_is_unknown() -> None:
    tag = drawn('{% include "includes/verdict_tag.html" %}', verdict="new-word")
    assert "Unknown" in tag


def test_a_rule_that_has_gone_is_named_by_its_id() -> None:
    flag = Flag(rule_id="no-such-rule", severity="high")
    tag = drawn('{% include "includes/flag_tag.html" %}', flag=flag)
    assert "no-such-rule" in tag
    assert "tag bad" in tag


def test_what_was_not_read_is_unknown_not_zero() -> None:
    note = drawn('{% include "includes/gap_note.html" %}', reason="Denied.", held=4)
    assert "unknown, not zero" in note
    assert "We keep 4 grants" in note


def test_a_bar_of_decisions_says_its_numbers() -> None:
    parts = [{"kind": "confirmed", "start": 0, "count": 3, "word": "Confirmed"}]
    bar = drawn('{% include "includes/decision_bar.html" %}', parts=parts, total=9)
    assert 'aria-label="Confirmed 3"' in bar


@pytest.mark.parametrize(
    ("name", "letters"), [("Aiko Mori", "AM"), ("aiko.mori", "AM"), ("Ken", "K")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_type_may_break_between_its_parts_and_stays_text() -> None:
    page = Template("{{ type|in_parts }}")
    assert (
        page.render(Context({"type": "AWS::IAM::Role"})) == "AWS::<wbr>IAM::<wbr>Role"
    )
    assert page.render(Context({"type": "<b>::x"})) == "&lt;b&gt;::<wbr>x"
