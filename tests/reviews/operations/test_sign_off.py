"""Who signs a review off, as what, and how they show that it is them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accessmap.models import Entry, Role, User
from reviews.errors import NotAllowed, NotYet
from reviews.models import Campaign, Notice, SignOff
from reviews.operations.ask_to_sign import ask_for_link
from reviews.operations.name_management import name_management
from reviews.operations.seal_campaign import seal_campaign
from reviews.operations.sign_off import sign_off
from reviews.signing import FRESH, FreshLink, Signing
from tests.cast import AIKO, KEN, MAKOTO, RIN
from tests.reviews.evidence.bundles import decided
from tests.reviews.story import aiko, campaign, daichi, ken, rin
from tests.rows import PASSWORD, make_user

pytestmark = pytest.mark.django_db
OWNER, MANAGEMENT = SignOff.Part.OWNER, SignOff.Part.MANAGEMENT


def sign(found: Campaign, part: SignOff.Part, person: User, word: str = "") -> SignOff:
    return sign_off(found, part=part, person=person, password=word or PASSWORD)


def without_password(person: User) -> User:
    person.set_unusable_password()
    person.save()
    return person


def test_who_opened_it_signs_as_its_owner_and_no_other_analyst() -> None:
    found = decided()
    with pytest.raises(NotAllowed, match="Who opened the review"):
        sign(found, OWNER, ken())
    assert sign(found, OWNER, aiko()).person == aiko()


def test_where_the_opener_is_gone_another_analyst_stands_in() -> None:
    found = decided()
    User.objects.filter(username=AIKO).update(is_active=False)
    with pytest.raises(NotAllowed):
        sign(found, OWNER, rin())
    assert sign(found, OWNER, ken()).person == ken()


def test_nobody_signs_as_management_who_was_not_named() -> None:
    found = decided()
    with pytest.raises(NotAllowed, match="has named"):
        sign(found, MANAGEMENT, ken())
    name_management(found, person=daichi(), named_by=aiko())
    with pytest.raises(NotAllowed, match="has named"):
        sign(found, MANAGEMENT, ken())
    assert sign(found, MANAGEMENT, daichi()).person == daichi()


def test_the_last_one_named_counts_until_management_has_signed() -> None:
    found = decided()
    for person in (daichi(), ken()):
        name_management(found, person=person, named_by=aiko())
    with pytest.raises(NotAllowed):
        sign(found, MANAGEMENT, daichi())
    sign(found, MANAGEMENT, ken())
    with pytest.raises(NotAllowed, match="as long as it has not signed"):
        name_management(found, person=daichi(), named_by=aiko())


def test_management_is_no_owner_no_auditor_and_may_sign_in() -> None:
    found = decided()
    gone = make_user("saki.ono", Role.REVIEWER, is_active=False)
    for person in (aiko(), make_user(MAKOTO, Role.AUDITOR), gone):
        with pytest.raises(NotAllowed):
            name_management(found, person=person, named_by=aiko())
    with pytest.raises(NotAllowed, match="Who opened the review names"):
        name_management(found, person=daichi(), named_by=ken())


def test_who_signed_in_the_openers_place_is_not_named_by_another() -> None:
    found = decided()
    User.objects.filter(username=AIKO).update(is_active=False)
    sign(found, OWNER, ken())
    with pytest.raises(NotAllowed, match="another person"):
        name_management(found, person=ken(), named_by=make_user("yui.kato"))


def test_whom_somebody_named_may_not_sign_in_any_more_signs_nothing() -> None:
    found = decided()
    name_management(found, person=ken(), named_by=aiko())
    User.objects.filter(username=KEN).update(is_active=False)
    assert "Nobody is named to sign as management." in Signing(found).lacks
    with pytest.raises(NotAllowed):
        sign(found, MANAGEMENT, ken())


def test_a_wrong_password_signs_nothing_and_a_link_is_no_password() -> None:
    found = decided()
    for shown in ("wrong", FreshLink(timezone.now())):
        with pytest.raises(NotAllowed, match="password does not match"):
            sign_off(found, part=OWNER, person=aiko(), password=shown)
    assert not SignOff.objects.exists()


def test_who_has_no_password_signs_by_a_link_of_the_last_minutes() -> None:
    found, person = decided(), without_password(rin())
    name_management(found, person=person, named_by=aiko())
    now = timezone.now()
    late, ahead = now - FRESH - timedelta(seconds=1), now + timedelta(minutes=1)
    for at in (None, late, ahead):
        with pytest.raises(NotAllowed, match="fresh link"):
            sign_off(found, part=MANAGEMENT, person=person, password=FreshLink(at))
    with pytest.raises(NotAllowed, match="fresh link"):
        sign(found, MANAGEMENT, person)
    sign_off(found, part=MANAGEMENT, person=person, password=FreshLink(now))
    told = Entry.objects.filter(kind="campaign-signed-off").latest("sequence")
    assert '"shown":"link"' in told.body


def test_nothing_is_signed_before_the_close() -> None:
    found = campaign()
    assert "It is still open: close it first." in Signing(found).lacks
    with pytest.raises(NotYet):
        sign(found, OWNER, aiko())


def test_each_signs_once() -> None:
    found = decided()
    sign(found, OWNER, aiko())
    with pytest.raises(NotAllowed, match="each part once"):
        sign(found, OWNER, aiko())


def test_what_the_seal_lacks_is_said_until_nothing_is() -> None:
    found = decided()
    assert Signing(found).lacks == [
        "Its owner has not signed.",
        "Nobody is named to sign as management.",
    ]
    name_management(found, person=ken(), named_by=aiko())
    sign(found, OWNER, aiko())
    assert Signing(found).lacks == ["Ken Abe has not signed as management."]
    sign(found, MANAGEMENT, ken())
    assert Signing(found).lacks == []
    assert seal_campaign(found, sealed_by=aiko()).pk


def test_naming_somebody_is_in_the_ledger_and_mails_the_way_there_once() -> None:
    found = decided()
    for _each in range(2):
        name_management(found, person=rin(), named_by=aiko())
    entry = Entry.objects.filter(kind="management-named").latest("sequence")
    assert '"named":"rin.takeda"' in entry.body
    notice = Notice.objects.get(kind="sign-off")
    assert f"/reviews/{found.pk}/sign-off/" in notice.text


def test_a_link_goes_to_who_has_something_to_sign_and_an_address() -> None:
    found = decided()
    with pytest.raises(NotAllowed, match="nothing for you to sign"):
        ask_for_link(found, person=rin())
    User.objects.filter(username=RIN).update(email="")
    name_management(found, person=rin(), named_by=aiko())
    with pytest.raises(NotAllowed, match="no mail address"):
        ask_for_link(found, person=rin())
    assert not Notice.objects.filter(kind="sign-off").exists()
    ask_for_link(found, person=aiko())
    assert Notice.objects.get(kind="sign-off").recipient == aiko()


def test_the_command_names_and_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    found = decided()
    ken()
    command = "reviews.management.commands.sign_off.getpass"
    monkeypatch.setattr(command, lambda _prompt: PASSWORD)
    number = str(found.pk)
    with pytest.raises(CommandError, match="Say as what"):
        call_command("sign_off", number, "--by", AIKO)
    call_command("sign_off", number, "--name", KEN, "--by", AIKO)
    call_command("sign_off", number, "--as", "owner", "--by", AIKO)
    call_command("sign_off", number, "--as", "management", "--by", KEN)
    assert SignOff.objects.count() == len(SignOff.Part)
    with pytest.raises(CommandError, match="as long as it has not signed"):
        call_command("sign_off", number, "--name", KEN, "--by", AIKO)
