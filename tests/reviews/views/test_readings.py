"""What was read and taken is on a page: an auditor's own, and for analysts all."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accessmap.models import User
from tests.cast import MAKOTO
from tests.reviews.story import aiko, campaign, makoto, rin

pytestmark = pytest.mark.django_db
PAGE = "/reviews/evidence/readings/"


def page(person: User, query: str = "") -> str:
    client = Client()
    client.force_login(person)
    return client.get(f"{PAGE}{query}").content.decode()


@pytest.fixture
def busy() -> None:
    """Makoto looked into a review and took parts of it; Aiko took its bundle."""
    found = campaign(3, name="Fourth quarter")
    client = Client()
    client.force_login(makoto())
    for place in ("sample?count=2&nonce=tea", "1/", "2/proof", "csv-bom"):
        answer = client.get(f"/reviews/evidence/{found.pk}/{place}")
        b"".join(answer)  # a file is read to its end
    client.get("/accounts/?search=vault")
    client.force_login(aiko())
    b"".join(client.get(f"/reviews/evidence/{found.pk}/"))


@pytest.mark.usefixtures("busy")
def test_an_auditor_sees_what_they_read_themselves_and_no_more() -> None:
    told = page(makoto())
    assert "What you read and took." in told
    for said in (
        "Drew a sample by “tea”",
        "Read: item 1",
        "Taken: One item with its proof, item 2",
        "Taken: The tables, as CSV for Excel",
        "/accounts/?search=vault",
        "Fourth quarter",
    ):
        assert said in told
    assert "The bundle" not in told
    assert str(aiko()) not in told


@pytest.mark.usefixtures("busy")
def test_an_analyst_sees_everybody_s_or_one_person_s() -> None:
    told = page(aiko())
    assert "Taken: The bundle" in told
    assert "Read: item 1" in told
    told = page(aiko(), f"?by={MAKOTO}")
    assert "Taken: The bundle" not in told
    assert "Read: item 1" in told


@pytest.mark.usefixtures("busy")
def test_an_auditor_cannot_ask_for_another_s() -> None:
    assert "Taken: The bundle" not in page(makoto(), f"?by={aiko().username}")


def test_a_page_of_them_takes_as_many_queries_as_one() -> None:
    client = Client()
    client.force_login(makoto())
    client.get("/accounts/")
    analyst = Client()
    analyst.force_login(aiko())
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            analyst.get(PAGE)
        counts.append(len(asked))
        for _each in range(5):
            client.get("/accounts/")
    assert counts[0] == counts[1]


def test_there_is_nothing_at_first() -> None:
    assert "Nothing yet." in page(makoto())


def test_a_reviewer_has_no_business_here() -> None:
    client = Client()
    client.force_login(rin())
    assert client.get(PAGE).status_code == 403
