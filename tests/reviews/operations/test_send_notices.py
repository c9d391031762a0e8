from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils import timezone

from reviews.models import Notice
from reviews.notifications.digest import inbox_address
from reviews.notifications.webhook import signature
from reviews.operations.send_notices import LEASE, MOST_ATTEMPTS, send_notices
from tests.reviews.story import rin

pytestmark = pytest.mark.django_db
State = Notice.State


def waiting(**more: Any) -> Notice:
    fields = {
        "key": "digest:1:2026-11-02",
        "channel": Notice.Channel.MAIL,
        "kind": "digest",
        "recipient": rin(),
        "address": "rin@kitsune.example",
        "subject": "2 access grants wait",
        "text": f"Decide here: {inbox_address()}",
        "html": f'<a href="{inbox_address()}">Decide</a>',
        **more,
    }
    return Notice.objects.create(**fields)


class Door(BaseHTTPRequestHandler):
    """A receiver that keeps what it was sent, and answers as it was told."""

    status = 200
    taken: ClassVar[list[tuple[Message, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Door.taken.append((self.headers, body))
        self.send_response(Door.status)
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def door(settings: LazySettings) -> Iterator[type[Door]]:
    Door.status, Door.taken = 200, []
    server = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/hook"
    settings.WEBHOOK_SECRET = "shared between the two of us"
    yield Door
    server.shutdown()
    server.server_close()


def told(**more: Any) -> Notice:
    return waiting(channel=Notice.Channel.WEBHOOK, recipient=None, **more)


def test_a_mail_goes_out_once_and_its_fate_is_kept() -> None:
    notice = waiting()
    assert send_notices() == {State.SENT: 1}
    assert send_notices() == {}
    assert len(mail.outbox) == 1
    notice.refresh_from_db()
    assert notice.sent_at is not None
    assert mail.outbox[0].to == ["rin@kitsune.example"]


def test_the_link_in_the_mail_signs_in_and_leads_to_the_inbox(client: Client) -> None:
    waiting()
    send_notices()
    link = str(mail.outbox[0].body).partition("Decide here: ")[2]
    path = link[link.index("/sign-in") :]
    page = client.get(path)
    assert page.status_code == 200
    token = page.context["token"]
    words = {"sesame": token, "next": page.context["next"]}
    answer = client.post("/sign-in/link", words)
    assert answer.headers["Location"] == "/reviews/inbox/"


def test_the_same_notice_has_the_same_message_id() -> None:
    notice = waiting()
    send_notices()
    Notice.objects.filter(pk=notice.pk).update(
        state=State.WAITING, sent_at=None, next_at=notice.next_at
    )
    send_notices()
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_what_a_sender_died_over_goes_out_when_its_claim_has_run_out() -> None:
    now = timezone.now()
    waiting(state=State.SENDING, next_at=now + LEASE)
    assert send_notices(now) == {}
    assert send_notices(now + LEASE) == {State.SENT: 1}


def test_what_is_refused_is_tried_again_later_and_then_given_up(
    door: type[Door],
) -> None:
    door.status = 503
    notice = told()
    now = timezone.now()
    for _attempt in range(MOST_ATTEMPTS - 1):
        assert send_notices(now) == {State.WAITING: 1}
        assert send_notices(now) == {}
        now += timedelta(days=1)
    assert send_notices(now) == {State.FAILED: 1}
    assert send_notices(now + timedelta(days=9)) == {}
    notice.refresh_from_db()
    assert notice.attempts == MOST_ATTEMPTS
    assert "503" in notice.error


def test_one_that_cannot_be_sent_does_not_stop_the_next(
    settings: LazySettings,
) -> None:
    settings.WEBHOOK_URL = "http://127.0.0.1:9/nobody-listens"
    settings.WEBHOOK_SECRET = "secret"
    told(key="first")
    waiting(key="second")
    assert send_notices() == {State.WAITING: 1, State.SENT: 1}


def test_an_answer_that_is_no_http_is_a_refusal_and_does_not_stop_the_next(
    settings: LazySettings,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer_nonsense, args=(server,), daemon=True).start()
        settings.WEBHOOK_URL = f"http://127.0.0.1:{server.getsockname()[1]}/hook"
        settings.WEBHOOK_SECRET = "secret"
        first = told(key="first")
        waiting(key="second")
        assert send_notices() == {State.WAITING: 1, State.SENT: 1}
    first.refresh_from_db()
    assert first.attempts == 1
    assert first.error.startswith("BadStatusLine")


def answer_nonsense(server: socket.socket) -> None:
    connection, _address = server.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")


def test_what_every_sender_dies_over_is_given_up() -> None:
    notice = waiting(state=State.SENDING, attempts=MOST_ATTEMPTS)
    assert send_notices() == {State.FAILED: 1}
    notice.refresh_from_db()
    assert "senders ended over it" in notice.error
    assert mail.outbox == []


def test_a_post_is_signed_and_is_slacks_json(door: type[Door]) -> None:
    told(text="<!channel> Q4 & more is open")
    assert send_notices() == {State.SENT: 1}
    ((headers, body),) = door.taken
    assert json.loads(body) == {"text": "&lt;!channel&gt; Q4 &amp; more is open"}
    stamp = headers["X-AccessMap-Timestamp"]
    assert headers["X-AccessMap-Signature"] == f"v1={signature(stamp, body)}"
