from __future__ import annotations

import pytest
from django.conf import LazySettings

from reviews.models import Notice
from reviews.operations.tell_events import tell_events
from tests.reviews.story import campaign, confirm, two_sided

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook(settings: LazySettings) -> None:
    settings.WEBHOOK_URL = "https://hooks.slack.example/services/secret"
    settings.WEBHOOK_SECRET = "secret"


def test_an_opening_is_told_once(hook: None) -> None:
    opened = campaign(2)
    assert tell_events() == 1
    assert tell_events() == 0
    notice = Notice.objects.get()
    assert notice.text.startswith("Fourth quarter is open: 2 grants are asked about.")
    assert notice.text.endswith(opened.get_absolute_url())


def test_a_decision_is_nobody_elses_business(hook: None) -> None:
    opened = campaign(1)
    tell_events()
    confirm(opened.items.get())
    assert tell_events() == 0


def test_the_secret_address_is_not_kept(hook: None) -> None:
    campaign(1)
    tell_events()
    assert Notice.objects.get().address == "hooks.slack.example"


def test_without_an_address_nothing_is_told_and_nothing_is_told_later(
    settings: LazySettings,
) -> None:
    campaign(1)
    assert tell_events() == 0
    settings.WEBHOOK_URL = "https://hooks.slack.example/services/secret"
    assert tell_events() == 0


def test_an_opening_counts_grants_and_not_the_questions_about_them(hook: None) -> None:
    granting, _using = two_sided()
    tell_events()
    assert granting.campaign.population_count == 2
    assert "is open: 1 grants are asked about." in Notice.objects.get().text
