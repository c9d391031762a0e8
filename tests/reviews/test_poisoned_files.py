"""Names that attack whoever opens a file are text in every file that is taken away."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

import openpyxl
import pypdf
import pytest
from django.core.cache import cache
from django.test import Client

from accessmap.charts.chart import all_charts
from accessmap.graph.export import FORMATS as DRAWN
from reviews.models import Campaign
from reviews.operations.export_derived import FORMS
from reviews.operations.open_campaign import open_campaign
from tests.accessmap.views.test_map_export import DIRECTION, STARTS
from tests.browser.poison import ALL, FORMULAS, SCRIPTS, poisoned
from tests.cast import TANUKI
from tests.reviews.story import FAR, aiko

pytestmark = pytest.mark.django_db
XML = ("svg", "graphml")
DRAWN_BY_BROWSERS = (".html", ".htm", ".svg", ".xml", ".xhtml")
BEFORE = "before=2026-01-01"
# What makes a PDF act: https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/
ACTS = re.compile(rb"/(JavaScript|JS|Launch|OpenAction|AA|SubmitForm|EmbeddedFile)\b")


@pytest.fixture
def reviewed() -> Campaign:
    poisoned()
    return open_campaign(
        name=ALL[2], query="", due_on=FAR, opened_by=aiko(), limitation=ALL[3]
    )


@pytest.fixture
def client_of_aiko(client: Client) -> Client:
    cache.clear()
    client.force_login(aiko())
    return client


def taken(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert "attachment" in answer["Content-Disposition"], address
    assert answer["X-Content-Type-Options"] == "nosniff", address
    assert "html" not in answer["Content-Type"], address
    return answer.getvalue()


def sheets(campaign: Campaign) -> Iterator[str]:
    """Yield the address of every CSV."""
    for page in ("grants", "coverage", "changes"):
        yield f"/{page}/?format=csv&{BEFORE if page == 'changes' else ''}"
    for chart in all_charts():
        yield f"/charts/?chart={chart}&format=csv"
    yield f"/reviews/{campaign.pk}/figures/?format=csv"
    yield "/map/export/csv"
    yield f"/reach/?from={TANUKI}&format=csv"


def is_harmless_sheet(body: bytes) -> bool:
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    cells = [cell for line in lines for cell in line]
    assert len({len(line) for line in lines}) == 1
    return not [cell for cell in cells if cell.startswith(STARTS)]


def is_harmless_drawing(body: bytes) -> bool:
    for each in ElementTree.fromstring(body).iter():
        told = {name.rpartition("}")[2] for name in each.attrib}
        assert each.tag.rpartition("}")[2] not in {"script", "foreignObject", "a"}
        assert not {name for name in told if name.startswith("on") or name == "href"}
    return not DIRECTION.search(body.decode())


def test_no_cell_of_any_sheet_is_a_formula(
    client_of_aiko: Client, reviewed: Campaign
) -> None:
    for address in sheets(reviewed):
        assert is_harmless_sheet(taken(client_of_aiko, address)), address
    assert not is_harmless_sheet(FORMULAS[0].encode())  # it would be seen


@pytest.mark.parametrize("of", ["/map/export/{}", f"/reach/?from={TANUKI}&format={{}}"])
def test_nothing_drawn_or_listed_acts(
    client_of_aiko: Client, reviewed: Campaign, of: str
) -> None:
    for wanted in DRAWN:
        body = taken(client_of_aiko, of.format(wanted))
        if wanted in XML:
            assert is_harmless_drawing(body), wanted
        elif wanted == "png":
            assert body.startswith(b"\x89PNG")
        elif wanted != "csv":
            assert body.isascii()
            assert json.loads(body)


def test_what_changed_is_json_of_text(
    client_of_aiko: Client, reviewed: Campaign
) -> None:
    answer = client_of_aiko.get(f"/changes/?format=json&{BEFORE}")
    assert answer["Content-Type"].startswith("application/json")
    assert json.loads(answer.getvalue())


def test_the_report_of_a_review_is_a_document_that_does_nothing(
    client_of_aiko: Client, reviewed: Campaign
) -> None:
    body = taken(client_of_aiko, f"/reviews/evidence/{reviewed.pk}/pdf")
    assert not ACTS.search(body)
    read = pypdf.PdfReader(io.BytesIO(body))
    told = "".join(page.extract_text() for page in read.pages)
    assert "onerror" in told  # as text
    links = [
        str(note.get_object().get("/A", {}).get("/URI", ""))
        for page in read.pages
        for note in page.get("/Annots", ())
    ]
    assert not [each for each in links if "elsewhere" in each or ":" in each[:12]]


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(
    client_of_aiko: Client, reviewed: Campaign
) -> None:
    body = taken(client_of_aiko, f"/reviews/evidence/{reviewed.pk}/xlsx")
    book = openpyxl.load_workbook(io.BytesIO(body))
    cells = [cell for page in book for line in page.iter_rows() for cell in line]
    assert len(cells) > len(ALL)
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if cell.hyperlink]


def test_every_file_of_a_bundle_is_text(
    client_of_aiko: Client, reviewed: Campaign
) -> None:
    body = taken(client_of_aiko, f"/reviews/evidence/{reviewed.pk}/")
    with zipfile.ZipFile(io.BytesIO(body)) as bundle:
        files = {each: bundle.read(each) for each in bundle.namelist()}
    assert not [each for each in files if each.endswith(DRAWN_BY_BROWSERS)]
    csvs = [each for each in files if each.endswith(".csv")]
    assert len(csvs) > 1
    for each in csvs:
        assert is_harmless_sheet(files[each]), each
    for each in (each for each in files if each.endswith(".jsonl")):
        assert all(isinstance(json.loads(x), dict) for x in files[each].splitlines())
    assert json.loads(taken(client_of_aiko, f"/reviews/evidence/{reviewed.pk}/oscal"))


@pytest.mark.parametrize("form", ["csv", "csv-bom"])
def test_no_cell_of_the_sheets_is_a_formula(
    form: str, client_of_aiko: Client, reviewed: Campaign
) -> None:
    body = taken(client_of_aiko, f"/reviews/evidence/{reviewed.pk}/{form}")
    with zipfile.ZipFile(io.BytesIO(body)) as sheets:
        names = [each for each in sheets.namelist() if each.endswith(".csv")]
        assert len(names) > 1
        for each in names:
            assert is_harmless_sheet(sheets.read(each)), each


def test_every_form_is_taken_here() -> None:
    assert set(FORMS) == {"pdf", "xlsx", "oscal", "csv", "csv-bom"}
    assert set(DRAWN) == {"svg", "png", "csv", "json", "graphml", "opengraph"}
    assert len(SCRIPTS) > 20
