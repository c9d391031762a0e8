from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from accessmap.models import Role, SavedView, User
from tests import rows
from tests.cast import AIKO, KEN, MAKOTO, RIN

pytestmark = pytest.mark.django_db
VIEWS = "/views/"


@pytest.fixture
def aiko() -> User:
    cache.clear()
    return rows.make_user(AIKO)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def keep(client: Client, name: str = "Vendors that write", **more: str) -> SavedView:
    words = {"query": "verdict=external&level=write", "on": "grants", **more}
    answer = client.post(VIEWS, {"name": name, **words})
    assert answer.status_code == 302
    return SavedView.objects.get(name=name)


def test_a_view_is_kept_and_leads_to_what_it_shows_now(aiko: User) -> None:
    client = signed_in(aiko)
    view = keep(client)
    assert view.query == "verdict=external&level=write"
    answer = client.get(view.get_absolute_url(), {"on": "grants"})
    assert answer["Location"] == f"/grants/?{view.query}"
    assert client.get(view.get_absolute_url())["Location"] == f"/?{view.query}"


def test_it_can_be_chosen_on_the_map_and_in_the_list(aiko: User) -> None:
    rows.make_grant()
    client = signed_in(aiko)
    view = keep(client)
    for page, on in (("/", "map"), ("/grants/", "grants")):
        text = client.get(page).content.decode()
        assert f'href="/views/{view.pk}/?on={on}"' in text


def test_what_is_saved_is_what_the_list_shows_now(aiko: User) -> None:
    client = signed_in(aiko)
    for headers in ({}, {"hx-request": "true"}):
        text = client.get("/grants/?verdict=public", headers=headers).content.decode()
        kept = 'name="query" form="save-view" value="verdict=public"'
        assert text.count('name="query"') == text.count(kept) == 1


def test_a_view_of_the_map_keeps_its_dates_and_its_unit(aiko: User) -> None:
    rows.make_unit("Production")
    asked = "verdict=public&before=2026-03-01&unit=ou-k1t5-production&page=3"
    view = keep(signed_in(aiko), query=asked)
    assert view.query == "verdict=public&before=2026-03-01&unit=ou-k1t5-production"


def test_as_a_list_it_is_of_the_same_unit_and_dates(aiko: User) -> None:
    rows.make_unit("Production")
    client = signed_in(aiko)

    def listed(query: str) -> str:
        view = keep(client, name=query[:20], query=query)
        answer = client.get(view.get_absolute_url(), {"on": "grants"})
        return str(answer["Location"])

    unit = "ou-k1t5-production"
    assert listed(f"verdict=public&unit={unit}") == f"/grants/?verdict=public&ou={unit}"
    assert listed("before=2026-03-01") == "/changes/?before=2026-03-01"


def test_a_view_of_the_map_keeps_what_was_typed_and_hidden(aiko: User) -> None:
    client = signed_in(aiko)
    asked = "verdict=public&typed=tanuki&hide=447199021835"
    view = keep(client, query=asked)
    assert view.query == asked
    address = client.get(view.get_absolute_url())["Location"]
    assert address == "/?verdict=public#search=tanuki&hide=447199021835"
    listed = client.get(view.get_absolute_url(), {"on": "grants"})["Location"]
    assert listed == "/grants/?verdict=public"
    text = client.get(VIEWS).content.decode()
    assert "Typed: tanuki" in text
    assert "Hidden: Not known to us 447199021835" in text
    assert "The list holds what is typed away or hidden on the map, too." in text


def test_what_says_nothing_we_know_is_refused_and_not_kept(aiko: User) -> None:
    client = signed_in(aiko)
    for sent, said in (
        ({"name": "A", "query": "verdict=publik"}, "Did you mean “public”?"),
        ({"name": "A", "query": "before=then"}, "is no date"),
        ({"name": "", "query": ""}, "required"),
        ({"name": "x" * 81, "query": ""}, "80"),
    ):
        answer = client.post(VIEWS, sent)
        assert answer.status_code == 400
        assert said in answer.content.decode()
    assert not SavedView.objects.exists()


def test_one_name_is_one_view(aiko: User) -> None:
    client = signed_in(aiko)
    keep(client)
    answer = client.post(VIEWS, {"name": "Vendors that write", "query": ""})
    assert "You have a view of this name already." in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_only_a_shared_view_is_open_to_others_and_only_its_owner_changes_it(
    aiko: User,
) -> None:
    mine, ken = signed_in(aiko), signed_in(rows.make_user(KEN))
    view = keep(mine)
    assert ken.get(view.get_absolute_url()).status_code == 404
    assert view.name not in ken.get(VIEWS).content.decode()
    mine.post(f"{VIEWS}{view.pk}/change", {"name": "Renamed", "is_shared": "on"})
    assert ken.get(view.get_absolute_url()).status_code == 302
    assert "Renamed" in ken.get(VIEWS).content.decode()
    assert "Renamed" in ken.get("/grants/").content.decode()
    for act in ({"delete": ""}, {"name": "Mine now"}):
        assert ken.post(f"{VIEWS}{view.pk}/change", act).status_code == 404
    auditor = signed_in(rows.make_user(MAKOTO, Role.AUDITOR))
    assert auditor.get(view.get_absolute_url()).status_code == 302


def test_the_link_opens_nothing_to_who_may_not_see_everything(aiko: User) -> None:
    view = keep(signed_in(aiko), is_shared="on")
    rin = signed_in(rows.make_user(RIN, Role.REVIEWER))
    for address in (VIEWS, view.get_absolute_url()):
        assert rin.get(address).status_code == 403


def test_it_is_deleted_and_gone(aiko: User) -> None:
    client = signed_in(aiko)
    view = keep(client)
    client.post(f"{VIEWS}{view.pk}/change", {"delete": ""})
    assert not SavedView.objects.exists()
    assert client.get(view.get_absolute_url()).status_code == 404


def test_a_bad_name_changes_nothing_and_says_why(aiko: User) -> None:
    client = signed_in(aiko)
    view, other = keep(client), keep(client, "Other")
    sent = {"name": other.name}
    answer = client.post(f"{VIEWS}{view.pk}/change", sent, follow=True)
    assert "You have a view of this name already." in answer.content.decode()
    view.refresh_from_db()
    assert view.name == "Vendors that write"


def test_a_view_whose_words_are_gone_says_so(aiko: User) -> None:
    SavedView.objects.create(owner=aiko, name="Old", query="flag=gone-rule")
    text = signed_in(aiko).get(VIEWS).content.decode()
    assert "is not a flag" in text


def test_a_name_is_never_markup(aiko: User) -> None:
    client = signed_in(aiko)
    keep(client, "<script>alert(1)</script>")
    for page in (VIEWS, "/", "/grants/"):
        assert "<script>alert" not in client.get(page).content.decode()
