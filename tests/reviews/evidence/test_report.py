"""The report for people: it says what the bundle says, and nothing by itself."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.utils import translation
from pypdf import PdfReader

from reviews.evidence.bundle import manifest_of
from reviews.evidence.report.facts import facts
from reviews.evidence.report.pdf import report
from reviews.evidence.tables import Row, canonical
from reviews.evidence.verify import Bundle
from reviews.operations.open_campaign import Policy
from tests.reviews.evidence.bundles import bundle, lines, packed, unpacked
from tests.reviews.story import campaign

pytestmark = pytest.mark.django_db


def table(rows: Iterable[Row]) -> bytes:
    """Rows as a table of a bundle."""
    return b"".join(canonical(each) + b"\n" for each in rows)


def text_of(body: bytes) -> str:
    """All of a report's words, spaced once."""
    pages = PdfReader(io.BytesIO(body)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def test_the_first_page_says_scope_result_coverage_and_the_six_answers(
    source: Bundle,
) -> None:
    first = PdfReader(io.BytesIO(report(source))).pages[0].extract_text()
    said = " ".join(first.split())
    assert "2 of 3 items were answered by people. 1 not decided." in said
    assert "To be revoked or reduced: 1, of which 1 are gone" in said
    assert "Was what was revoked really removed?" in said
    assert "Nobody has signed off yet." in said
    assert manifest_of(source).sha256[:4] in said


def test_it_may_serve_the_controls_it_was_opened_for_and_no_others(
    tmp_path: Path,
) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(bundle(campaign(policy=Policy(controls="CC6.3"))))
    [may_serve] = [
        says for what, says in facts(Bundle(path))["scope"] if what == "May serve"
    ]
    assert may_serve == "SOC 2 CC6.3"


def test_it_has_three_to_ten_pages_and_embeds_its_fonts(source: Bundle) -> None:
    reader = PdfReader(io.BytesIO(report(source)))
    assert 2 <= len(reader.pages) <= 10
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    below = [each.get_object()["/DescendantFonts"][0] for each in fonts]
    kept = [each.get_object()["/FontDescriptor"].get_object() for each in below]
    assert kept
    assert all({"/FontFile2", "/FontFile3"} & set(each) for each in kept)


def test_it_is_the_same_bytes_for_the_same_bundle(source: Bundle) -> None:
    assert report(source) == report(source)


def test_it_is_made_in_japanese_too(source: Bundle) -> None:
    with translation.override("ja"):
        said = text_of(report(source))
    assert "監査" in said
    assert "Was every item reviewed?" not in said


def test_what_somebody_wrote_is_never_read_as_the_page_s_own_source(
    source: Bundle, tmp_path: Path
) -> None:
    files = unpacked((tmp_path / "b.zip").read_bytes())
    hostile = '#read("/etc/passwd") $ * _ ` \\ [ \u202e "]'
    rows = lines(files["population.jsonl"])
    files["population.jsonl"] = table({**each, "sentence_en": hostile} for each in rows)
    said = text_of(report(Bundle(packed(files, tmp_path / "hostile.zip"))))
    assert "#read(" in said
    assert "root:" not in said


def test_many_rows_say_how_many_more_there_are_and_where(
    source: Bundle, tmp_path: Path
) -> None:
    files = unpacked((tmp_path / "b.zip").read_bytes())
    asked = lines(files["assignments.jsonl"])
    told = lines(files["population.jsonl"])
    many = [{**asked[2], "item": number} for number in range(4, 304)]
    rows = [{**told[2], "item": number} for number in range(4, 304)]
    files["assignments.jsonl"] = table(asked + many)
    files["population.jsonl"] = table(told + rows)
    made = report(Bundle(packed(files, tmp_path / "many.zip")))
    assert "277 more: assignments.jsonl in the bundle." in text_of(made)
    assert len(PdfReader(io.BytesIO(made)).pages) <= 10
