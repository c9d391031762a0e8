"""Make the pictures of docs/evidence.md: a workbook's sheets, a report, two pages.

    CHROMIUM=$(cat .venv/stamps/browser) .venv/bin/python -m tools.evidence_pictures

Kitsune Foods is reviewed in a database in memory, the campaign sealed, and its workbook
drawn cell by cell as a spreadsheet shows it; the rows shown are named in SHEETS. The
pages of the auditor's room are opened in a browser, as an auditor sees them.
"""

from __future__ import annotations

import html
import io
import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.test.utils import override_settings
from django.utils import timezone

DOCS = Path(__file__).resolve().parent.parent / "docs"
STYLE = """
body { margin: 0; font: 14px "Noto Sans", "DejaVu Sans", sans-serif; background: #fff }
table { border-collapse: collapse } td, th { border: 1px solid #d0d4d9;
padding: 3px 7px; text-align: left; vertical-align: top; max-width: 300px;
overflow-wrap: break-word }
th, tr.head td { background: #eef1f4 } th { color: #667; font-weight: normal }
tr.head td, tr.bold td:first-child { font-weight: 600 }
nav { padding: 6px; background: #eef1f4; color: #667 } nav b { color: #1d5c3a;
background: #fff; padding: 3px 9px; border-bottom: 2px solid #1d7c4a }
nav span { padding: 3px 9px } td.no { text-align: right }
"""
# Sheet → the columns that are shown (none: all), how many rows, and a filter on one.
SHEETS: dict[str, tuple[tuple[str, ...], int, tuple[str, str] | None]] = {
    "six questions": ((), 12, None),
    "population": (
        ("item", "resource_account_name", "sentence_en", "risk", "reviewer", "rule",
         "rule_read", "state"), 6, None),
    "not covered": (("account_id", "collector", "outcome", "reason"), 4, None),
    "decisions": (
        ("decision", "item", "verdict", "reason", "reviewer", "decided_at"), 6,
        ("verdict", "revoke")),
    "remediation": (
        ("item", "verdict", "promised_at", "outcome", "policy_before",
         "policy_after"), 4, None),
    "verification": (
        ("item", "outcome", "reason", "crawl", "crawl_started_at"), 6, None),
}  # fmt: skip


def review() -> Any:
    """Review Kitsune Foods: confirm most, revoke two, see one of them gone, seal."""
    from accessmap.models import Account
    from reviews.lifecycle import AtClose, Verdict
    from reviews.models import Campaign, SignOff
    from reviews.operations.close_campaign import close_campaign
    from reviews.operations.decide_item import decide_item
    from reviews.operations.name_management import name_management
    from reviews.operations.open_campaign import open_campaign
    from reviews.operations.seal_campaign import seal_campaign
    from reviews.operations.sign_off import sign_off
    from reviews.operations.verify_removals import verify_removals
    from tests import kitsune
    from tests.reviews.story import aiko, ken, rin
    from tests.rows import PASSWORD

    kitsune.settle()
    owner = rin()
    Account.objects.update(tags={"Owner": owner.username})
    found = open_campaign(
        name="Fourth quarter 2026",
        query="",
        due_on=timezone.localdate() + timedelta(days=14),
        opened_by=aiko(),
        limitation="old-pos refuses our role; its owner moves it by January.",
    )
    items = list(found.items.order_by("-rank", "number"))
    go = [items[0], items[3]]
    for item in items:
        decide_item(
            item,
            reviewer=owner,
            verdict=Verdict.REVOKE if item in go else Verdict.CONFIRM,
            reason="The contract ended in September."
            if item in go
            else "In the vendor register; checked with the team.",
        )
    close_campaign(found, closed_by=aiko(), at_close=AtClose.REFUSE, reason="")
    look_twice(go)
    verify_removals()
    found = Campaign.objects.get(pk=found.pk)
    sign_off(found, part=SignOff.Part.OWNER, person=aiko(), password=PASSWORD)
    name_management(found, person=ken(), named_by=aiko())
    sign_off(found, part=SignOff.Part.MANAGEMENT, person=ken(), password=PASSWORD)
    return seal_campaign(found, sealed_by=aiko()).campaign


def look_twice(gone: list[Any]) -> None:
    """Two later crawls read everything, and what was to go is gone."""
    from accessmap.models import Account
    from tests.reviews.story import later_crawl
    from tests.rows import make_coverage

    first = gone[0].account_id
    read = Account.objects.filter(left_at=None).values_list("account_id", flat=True)
    for _look in range(2):
        crawl = later_crawl(account_id=first)
        for account in set(read) - {first}:
            make_coverage(crawl, account_id=account)
        for each in gone:
            if each.grant.ended_at is None:
                take_away(each.grant, crawl)
        crawl.finished_at = crawl.started_at + timedelta(minutes=9)
        crawl.save()


def take_away(grant: Any, crawl: Any) -> None:
    """The policy is edited: another one stands, without the grant."""
    from tests.rows import end_grant, make_snapshot

    end_grant(grant, crawl=crawl)
    before = grant.snapshot
    before.ended_crawl, before.ended_at = crawl, crawl.started_at
    before.save()
    make_snapshot(
        before.resource,
        {"Version": "2012-10-17", "Statement": []},
        kind=before.kind,
        name=before.name,
        began_crawl=crawl,
        began_at=crawl.started_at,
    )


def bury_one() -> None:
    """A review whose time is over was deleted by two people."""
    from reviews.evidence.controls import FRAMEWORK_OF
    from reviews.operations.delete_campaign import ask_deletion, delete_campaign
    from reviews.operations.open_campaign import open_campaign
    from tests.reviews.burying import sealing
    from tests.reviews.story import aiko, confirm, ken
    from tests.rows import PASSWORD

    old = open_campaign(
        name="Vendors and strangers",
        query="verdict=external",
        due_on=timezone.localdate() + timedelta(days=14),
        opened_by=aiko(),
        limitation="old-pos refuses our role.",
    )
    for item in old.items.all():
        confirm(item, reason="In the vendor register.")
    with override_settings(KEEP_YEARS=dict.fromkeys(FRAMEWORK_OF, -1)):
        sealing(old)
    reason = "Its time and the audit after it are over."
    ask_deletion(old, asked_by=aiko(), password=PASSWORD, reason=reason)
    delete_campaign(old, deleted_by=ken(), password=PASSWORD)


def seen(value: Any) -> Any:
    """Return a cell as its format shows it: times in whole seconds."""
    return value.replace(microsecond=0) if hasattr(value, "microsecond") else value


def sheet_page(book: Any, name: str) -> str:
    """Return one sheet as a page: letters above, numbers beside, tabs below."""
    columns, most, chosen = SHEETS[name]
    sheet = book[name]
    rows = [[seen(cell.value) for cell in row] for row in sheet.iter_rows()]
    head = rows[0]
    shown = [head.index(each) for each in columns] or list(range(len(head)))
    numbered = list(enumerate(rows, start=1))
    if chosen:
        at = head.index(chosen[0])
        numbered = [numbered[0]] + [
            row for row in numbered[1:] if row[1][at] == chosen[1]
        ]
    body = []
    for number, row in numbered[: most + 1]:
        cells = "".join(
            f"<td>{html.escape('' if row[at] is None else str(row[at]))}</td>"
            for at in shown
        )
        kind = "head" if columns and number == 1 else "" if columns else "bold"
        body.append(f'<tr class="{kind}"><th>{number}</th>{cells}</tr>')
    letters = "".join(f"<th>{sheet.cell(1, at + 1).column_letter}</th>" for at in shown)
    tabs = "".join(
        f"<b>{each}</b>" if each == name else f"<span>{each}</span>"
        for each in book.sheetnames[:9]
    )
    return (
        f"<meta charset=utf-8><style>{STYLE}</style><main style='display:inline-block'>"
        f"<table><tr><th></th>{letters}</tr>{''.join(body)}</table><nav>{tabs}</nav></main>"
    )


def draw(sheets: dict[str, str], rooms: dict[str, str], reader: Any) -> None:
    """Let a browser draw each sheet and each page of ours into docs/."""
    from playwright.sync_api import sync_playwright

    from tools.evidence_room import served

    with served(reader) as (address, cookie), sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or None
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"]
        )
        window = browser.new_context(viewport={"width": 1400, "height": 800})
        window.add_cookies([cookie])
        page = window.new_page()
        for name, text in sheets.items():
            page.set_content(text)
            page.locator("main").screenshot(path=picture(name))
        for name, place in rooms.items():
            page.goto(f"{address}{place}", wait_until="networkidle")

            page.locator("main").screenshot(path=picture(name))
        browser.close()


def picture(name: str) -> Path:
    """Return where a picture goes."""
    return DOCS / f"evidence-{name.replace(' ', '-')}.png"


def main() -> None:
    """Review, export, draw, in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accessmap.settings")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/pictures.sqlite3"
        django.setup()
        made(Path(folder))


def made(folder: Path) -> None:
    """Make all of the pictures; say what verify.py says of the bundle behind them."""
    import openpyxl
    from django.core.management import call_command

    from accessmap.models import Role
    from reviews.evidence import verify
    from reviews.evidence.report.pdf import set_in_type
    from reviews.operations.export_derived import export_derived
    from reviews.operations.export_evidence import export_evidence
    from tests.cast import MAKOTO
    from tests.rows import make_user

    call_command("migrate", verbosity=0)
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    ):
        campaign = review()
        auditor = make_user(MAKOTO, Role.AUDITOR)
        bury_one()
    body = export_derived(campaign, "xlsx", exported_by=auditor)
    book = openpyxl.load_workbook(io.BytesIO(body))
    gone = campaign.items.filter(removal="removed").order_by("number")[0]
    rooms = {
        "room": "/reviews/evidence/",
        "item": f"/reviews/evidence/{campaign.pk}/{gone.number}/",
    }
    draw({name: sheet_page(book, name) for name in SHEETS}, rooms, auditor)
    path = folder / "bundle.zip"
    path.write_bytes(export_evidence(campaign, exported_by=auditor).body)
    bundle = verify.Bundle(path)
    for english, _japanese, fault in verify.verify(bundle):
        print(f"{'NO ' if fault else 'yes'} {english} {fault}")  # noqa: T201
    first, *_others = set_in_type(bundle, "png")
    picture("report").write_bytes(first)


if __name__ == "__main__":
    main()
