"""Tags and the list of owners move on: an open review asks by them when told to."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accessmap.models import Role, User
from reviews.errors import CampaignClosed, NotAllowed, ReasonRequired
from reviews.lifecycle import AtClose, Rule, Side, Verdict
from reviews.models import Campaign, Event, ReviewItem
from reviews.operations.ask_owners_anew import ask_owners_anew
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from reviews.operations.reassign_item import reassign_item
from reviews.operations.return_item import return_item
from reviews.operations.upload_owners import upload_owners
from tests.cast import DAICHI, MAKOTO, PAYMENTS, RIN
from tests.reviews.story import (
    aiko,
    campaign,
    confirm,
    daichi,
    ken,
    read_completely,
    rin,
    two_sided,
)
from tests.reviews.test_clearance import eligible
from tests.rows import end_grant, first_crawl, make_grant, make_user

pytestmark = pytest.mark.django_db
MEI = "mei.ono"


def mei() -> User:
    """Who takes over from Rin."""
    found = User.objects.filter(username=MEI).first()
    return found or make_user(MEI, Role.REVIEWER)


def taken_over() -> None:
    """The tags of all resources name Mei from now on."""
    for each in ReviewItem.objects.select_related("grant__resource"):
        resource = each.grant.resource
        resource.tags = {"Owner": mei().username}
        resource.save()


def anew(found: Campaign, **more: object) -> int:
    fields = {"asked_by": aiko(), "reason": "Mei took over.", **more}
    return ask_owners_anew(found, **fields)  # type: ignore[arg-type]


def asked(found: Campaign) -> list[str]:
    items = found.items.order_by("number")
    return list(items.values_list("reviewer__username", flat=True))


def test_open_items_go_to_whom_the_tags_name_now_and_the_ledger_says_so() -> None:
    found = campaign(3)
    taken_over()
    assert anew(found) == 3
    assert asked(found) == [MEI] * 3
    act = Event.objects.get(kind="owners-asked-anew")
    assert act.person == aiko()
    assert act.says["reason"] == "Mei took over."
    moved = {"before": RIN, "after": MEI, "rule": "resource-tag", "items": [1, 2, 3]}
    assert act.says["moved"] == [moved]


def test_a_new_list_of_owners_is_asked_too() -> None:
    read_completely()
    make_grant()
    found = campaign(0)
    assert asked(found) == [aiko().username]
    mei()
    upload_owners(f"what,owner\n{PAYMENTS},{MEI}\n".encode(), uploaded_by=aiko())
    assert anew(found) == 1
    item = found.items.get()
    assert (item.reviewer.username, item.resolved_by) == (MEI, Rule.LIST)


def test_where_nothing_moved_on_nobody_else_is_asked() -> None:
    found = campaign(2)
    assert anew(found) == 0
    assert asked(found) == [RIN] * 2
    assert Event.objects.get(kind="owners-asked-anew").says["moved"] == []


def test_what_is_decided_stays_with_who_decided() -> None:
    found = campaign(2)
    confirm(found.items.order_by("number")[0])
    taken_over()
    assert anew(found) == 1
    assert asked(found) == [RIN, MEI]


def test_what_was_handed_on_by_hand_stays_there() -> None:
    found = campaign(2)
    item = found.items.order_by("number")[0]
    reassign_item(item, to=daichi(), reassigned_by=aiko(), reason="He knows it.")
    taken_over()
    assert anew(found) == 1
    assert asked(found) == [DAICHI, MEI]


def test_nobody_gets_back_what_they_gave_back() -> None:
    found = campaign(1)
    return_item(found.items.get(), returned_by=rin(), reason="Not ours.")
    before = asked(found)
    assert before != [RIN]
    assert anew(found) == 0
    assert asked(found) == before


def test_nobody_is_asked_for_both_sides() -> None:
    granting, using = two_sided()
    resource = granting.grant.resource
    resource.tags = {"Owner": using.reviewer.username}
    resource.save()
    anew(granting.campaign)
    sides = granting.campaign.items
    people = {each.side: each.reviewer for each in sides.select_related("reviewer")}
    assert people[Side.USING] == daichi()
    assert people[Side.GRANTING] != daichi()


def test_what_aws_no_longer_grants_is_let_be() -> None:
    found = campaign(1)
    end_grant(found.items.get().grant, crawl=first_crawl())
    taken_over()
    assert anew(found) == 0


def test_who_left_is_asked_no_longer() -> None:
    ken()
    found = campaign(1)
    User.objects.filter(username=RIN).update(is_active=False)
    assert anew(found) == 1
    item = found.items.get()
    assert item.resolved_by == Rule.FALLBACK
    assert item.reviewer.is_analyst


def test_it_is_an_analyst_s_act_with_a_reason_in_an_open_review() -> None:
    found = campaign(1)
    with pytest.raises(NotAllowed):
        anew(found, asked_by=rin())
    with pytest.raises(ReasonRequired):
        anew(found, reason="  ")
    close_campaign(found, closed_by=aiko(), at_close=AtClose.KEEP, reason="Done.")
    with pytest.raises(CampaignClosed):
        anew(found)
    assert not Event.objects.filter(kind="owners-asked-anew").exists()


def test_sixty_items_cost_hardly_more_looks_than_one(
    django_assert_max_num_queries: object,
) -> None:
    found = campaign(60)
    taken_over()
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        assert anew(found) == 60


def test_the_evidence_holds_and_knows_who_was_asked_before(tmp_path: Path) -> None:
    found = campaign(2)
    taken_over()
    anew(found)
    for item in found.items.all():
        decide_item(item, reviewer=mei(), verdict=Verdict.CONFIRM)
    assert eligible(found, tmp_path / "b.zip")


def page(found: Campaign, person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_has_the_button_for_analysts_and_says_how_many_moved() -> None:
    found = campaign(2)
    taken_over()
    client = page(found, aiko())
    address = reverse("reviews:campaigns-anew", args=[found.pk])
    assert address in client.get(found.get_absolute_url()).content.decode()
    came = client.post(address, {"reason": "Mei took over."}, follow=True)
    assert "2 open items are asked of somebody else" in came.content.decode()
    assert asked(found) == [MEI] * 2


def test_the_page_refuses_without_a_reason_and_an_auditor_has_no_button() -> None:
    found = campaign(1)
    address = reverse("reviews:campaigns-anew", args=[found.pk])
    came = page(found, aiko()).post(address, {"reason": ""})
    assert came.status_code == 409
    assert "Say why the owners are asked for anew." in came.content.decode()
    auditor = page(found, make_user(MAKOTO, Role.AUDITOR))
    assert address not in auditor.get(found.get_absolute_url()).content.decode()
    assert auditor.post(address, {"reason": "So."}).status_code == 403
