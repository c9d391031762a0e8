"""Which moments a form of dates names, and what is said of those nobody can know."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accessmap.models import Crawl, User
from tests import rows
from tests.accessmap.views.test_changes import three_changes

pytestmark = pytest.mark.django_db
FUTURE = "2099-02-28"
TO_COME = "is still to come, and nothing is known of it."
AT = {"at": FUTURE}


@pytest.fixture
def aiko(client: Client) -> Client:
    cache.clear()
    client.force_login(rows.make_user())
    return client


@pytest.fixture
def crawls(aiko: Client) -> tuple[Crawl, Crawl]:
    return three_changes()


def told(client: Client, page: str, asked: dict[str, str], status: int = 200) -> str:
    reply = client.get(page, asked, follow=True)  # type: ignore[arg-type]
    assert reply.status_code == status
    return " ".join(html.unescape(reply.content.decode()).split())


def pressed(page: str) -> dict[str, str]:
    """Return what the form of dates sends where nobody changed it."""
    inputs = re.findall(r'<input id="id_(?:at|before)"[^>]*>', page)
    return {
        re.findall(r'name="(\w+)"', each)[0]: re.findall(r'value="(.*?)"', each)[0]
        for each in inputs
    }


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
@pytest.mark.parametrize("page", ["/", "/changes/"])
def test_to_press_the_button_without_a_change_keeps_the_comparison(
    aiko: Client, crawls: tuple[Crawl, Crawl], page: str, zone: str
) -> None:
    User.objects.update(time_zone=zone)
    then, now = (each.started_at for each in crawls)
    asked = {"before": then.isoformat(), "at": now.isoformat()}
    form = pressed(told(aiko, page, asked))
    assert aiko.get(page, form).status_code == 302  # to the moment with its zone
    reply = aiko.get(page, form, follow=True)
    sent = reply.request["QUERY_STRING"]
    assert re.findall(r"\d\d%3A\d\d%3A\d\d(%2B\d\d)", sent) == (
        ["%2B00"] * 2 if zone == "UTC" else ["%2B09"] * 2
    )
    text = " ".join(html.unescape(reply.content.decode()).split())
    assert pressed(text) == form
    if page == "/changes/":
        assert "1 added, 1 changed, 1 removed." in text
        assert "Between 23 November 2026" in text


@pytest.mark.parametrize("page", ["/", "/changes/"])
def test_both_crawls_of_a_day_are_offered(
    aiko: Client, crawls: tuple[Crawl, Crawl], page: str
) -> None:
    text = told(aiko, page, {})
    for clock in ("06:10:00", "07:10:00"):
        assert f'<option value="2026-11-23T{clock}">' in text


def test_a_day_that_has_not_ended_is_shown_until_now(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    today = timezone.now().date().isoformat()
    for asked in (
        {"before": today, "at": today},
        {"before": "2026-11-22", "at": today},
    ):
        ends = pressed(told(aiko, "/changes/", asked))
        assert datetime.fromisoformat(ends["at"] + "+00:00") <= timezone.now()
        assert ends["before"] < ends["at"]


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("/", AT),
        ("/", {"before": FUTURE}),
        ("/map/table", AT),
        ("/map/elements", AT),
        ("/map/export/json", AT),
        ("/grants/", AT),
        ("/grants/", {"since": FUTURE}),
        ("/grants/", {"unused": FUTURE}),
        ("/changes/", {"before": "2026-11-23", "at": FUTURE}),
    ],
)
def test_what_is_still_to_come_is_refused_with_the_remedy(
    aiko: Client, crawls: tuple[Crawl, Crawl], page: str, asked: dict[str, str]
) -> None:
    assert TO_COME in told(aiko, page, asked, status=400)


def test_it_is_refused_in_japanese(aiko: Client, crawls: tuple[Crawl, Crawl]) -> None:
    reply = aiko.get("/grants/", AT, headers={"accept-language": "ja"})
    assert f"「{FUTURE}」はまだ先の日時" in reply.content.decode()


def test_the_command_refuses_it_as_the_page_does(crawls: tuple[Crawl, Crawl]) -> None:
    with pytest.raises(CommandError, match="is still to come"):
        call_command("grants", at=FUTURE)


def test_where_nothing_had_been_read_by_the_later_date_that_is_said(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    asked = {"before": "2026-01-01", "at": "2026-11-01"}
    text = told(aiko, "/changes/", asked)
    assert "Nothing had been read by then" in text
    for wrong in ("Nothing changed", "0 grants are the same", "0 added"):
        assert wrong not in text
    assert "Nothing had been read by then" in told(
        aiko, "/grants/", {"at": "2026-11-01"}
    )


@pytest.mark.parametrize("timespec", ["seconds", "minutes"])
@pytest.mark.parametrize("page", ["/", "/map/table", "/grants/"])
def test_the_second_or_minute_of_the_first_crawl_is_not_before_it(
    aiko: Client, page: str, timespec: str
) -> None:
    began = rows.THEN + timedelta(seconds=12, microseconds=345678)
    crawl = rows.make_crawl(started_at=began)
    rows.make_coverage(crawl)
    rows.make_grant(rows.make_resource(), crawl=crawl)
    at = began.isoformat(timespec=timespec)
    assert "Nothing had been read by then" not in told(aiko, page, {"at": at})
