"""Templates say the path of their view, and none is orphaned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*"))
FOUND_BY_NAME = {"403.html", "404.html", "500.html", "403_csrf.html"}


def sources() -> str:
    paths = [*ROOT.glob("accessmap/**/*.py"), *ROOT.glob("reviews/**/*.py")]
    paths += TEMPLATES.rglob("*.*")
    return "\n".join(path.read_text("utf-8") for path in paths)


def test_no_template_is_orphaned() -> None:
    everything = sources()
    orphans = [
        name
        for name in NAMES
        if name not in FOUND_BY_NAME and f'"{name}"' not in everything
    ]
    assert orphans == []


@pytest.mark.parametrize("name", NAMES)
def test_no_template_carries_inline_script_or_style(name: str) -> None:
    source = (TEMPLATES / name).read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", source)
    assert not re.search(r"\sstyle=", source)
    assert not re.search(r"\son[a-z]+=\"", source)


# Plain text has nothing to escape: a name with an ampersand stays as it is.
@pytest.mark.parametrize("name", [each for each in NAMES if each.endswith(".html")])
def test_no_template_marks_text_as_safe(name: str) -> None:
    source = (TEMPLATES / name).read_text("utf-8")
    assert "|safe" not in source
    assert "autoescape off" not in source
