from __future__ import annotations

import pytest
from django.test import Client

from tests import rows
from tests.reviews import story

pytestmark = pytest.mark.django_db


def test_a_reviewer_opens_the_grant_they_are_asked_about_and_no_other(
    client: Client,
) -> None:
    asked = story.item()
    other = rows.make_grant()
    client.force_login(asked.reviewer)
    assert client.get(asked.grant.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 403
