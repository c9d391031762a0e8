"""A real browser, and the invented organization served beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accessmap.aws import assume, session
from accessmap.models import Counterparty, User
from reviews.operations.open_campaign import open_campaign
from tests import cast
from tests.accessmap.aws_world import begin_anew
from tests.browser.read_once import read_once
from tests.kitsune import settle
from tests.kitsune_aws import KitsuneAws, serving
from tests.reviews.story import FAR, aiko

# Playwright runs an event loop in this thread, and Django then refuses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PEOPLE = (
    (cast.AIKO, "Aiko Mori", "analyst"),
    (cast.KEN, "Ken Abe", "analyst"),
    (cast.RIN, "Rin Takeda", "reviewer"),
    (cast.DAICHI, "Daichi Mori", "reviewer"),
    (cast.MAKOTO, "Makoto Endo", "auditor"),
)
VENDORS = {
    cast.TANUKI: "Tanuki Observability",
    cast.KUMO: "Kumo Backup",
    cast.HAYABUSA: "Hayabusa Pay",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one file.

    While it is there, Playwright's event loop is this thread's, and Django's database
    connections are that loop's. A test of another file that forks would meet both.
    """
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or None
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def reachable() -> Iterator[KitsuneAws]:
    """AWS, as far as AccessMap can tell, as it is on the first day."""
    with serving() as aws, pytest.MonkeyPatch.context() as patch:
        for name, value in aws.environment.items():
            if name.startswith("AWS_"):
                patch.setenv(name, value)
        assume.forget()
        session.forget()
        with override_settings(EXTERNAL_ID=aws.environment["ACCESSMAP_EXTERNAL_ID"]):
            yield aws
    begin_anew()


@pytest.fixture
def kitsune(crawled: None) -> Iterator[KitsuneAws]:
    """The organization that was read, for a test that changes it and reads it again."""
    with reachable() as aws:
        yield aws


@pytest.fixture
def people(transactional_db: None) -> None:
    """Everybody who signs in."""
    for username, name, role in PEOPLE:
        User.objects.create_user(
            username, cast.EMAIL.format(username), full_name=name, role=role
        )


@pytest.fixture
def reviewed(people: None) -> None:
    """Kitsune Foods, and a review of all that it grants."""
    settle()
    open_campaign(
        name="Fourth quarter",
        query="",
        due_on=FAR,
        opened_by=aiko(),
        limitation="old-pos is being closed down.",
    )


@pytest.fixture
def crawled(people: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The organization and its vendors, read once."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    read_once(shared, read_first)


def read_first() -> None:
    """Name the vendors and read the organization."""
    for account_id, name in VENDORS.items():
        Counterparty.objects.create(account_id=account_id, name=name)
    with reachable():
        crawl()


def crawl() -> None:
    """Read the organization; a part of it refuses, so the exit status is 3."""
    with pytest.raises(SystemExit, match="3"):
        call_command("crawl")


def crawl_roles(*account_ids: str) -> None:
    """Read the roles of some accounts, and nothing else."""
    named = [word for each in account_ids for word in ("--account", each)]
    call_command("crawl", "--service", "iam", *named)


class Window:
    """One person's browser window, which remembers every complaint of the console."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.expects_refusals = False  # the console notes each 403
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._asked)

    def _heard(self, message: Any) -> None:
        is_refusal = self.expects_refusals and "403 (Forbidden)" in message.text
        if message.type in {"error", "warning"} and not is_refusal:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _asked(self, dialog: Any) -> None:
        self.complaints.append(f"{self.page.url}: a dialog, {dialog.message}")
        dialog.dismiss()

    def is_as_wide_as_its_screen(self) -> bool:
        """Say whether nothing of the page scrolls sideways."""
        root = "document.documentElement"
        return self.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")


Opener = Callable[..., Window]


@pytest.fixture
def sign_in(
    browser: Browser, live_server: LiveServer, people: None
) -> Iterator[Opener]:
    """Open a window for somebody, by their one-time link; all are quiet at the end."""
    from django.urls import reverse
    from sesame.utils import get_query_string

    windows: list[Window] = []

    def open_for(username: str, **context: Any) -> Window:
        options = {
            "viewport": {"width": 1440, "height": 900},
            "locale": "en",
            **context,
        }
        page = browser.new_context(base_url=live_server.url, **options).new_page()
        windows.append(Window(page))
        link = reverse("accessmap:sign-in-link")
        page.goto(link + get_query_string(User.objects.get(username=username)))
        page.locator("main form button").click()
        page.wait_for_load_state("networkidle")
        return windows[-1]

    yield open_for
    complaints = [each for window in windows for each in window.complaints]
    for window in windows:
        window.page.context.close()
    assert complaints == []
