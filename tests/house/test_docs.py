"""What the docs list is what there is."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import accessmap
from accessmap.generated import pages
from accessmap.settings import env

ROOT = Path(__file__).resolve().parents[2]


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def listed(name: str, pattern: str) -> set[str]:
    return set(re.findall(rf"^\| {pattern} \|", text(name), re.MULTILINE))


def dependencies() -> set[str]:
    project = tomllib.loads(text("pyproject.toml"))
    wanted = list(project["project"]["dependencies"])
    for group in project["dependency-groups"].values():
        wanted += [each for each in group if isinstance(each, str)]
    names = {re.split(r"[\[<>=~!; ]", each)[0] for each in wanted}
    return names | set(json.loads(text("package.json"))["dependencies"])


def test_every_dependency_has_its_line_of_reason_and_no_other() -> None:
    found = listed("docs/dependencies.md", r"([A-Za-z0-9.\-]+)") - {"package"}
    assert found == dependencies()


def test_every_setting_is_documented_and_no_other() -> None:
    asked = {name for name in env.known if not name.endswith("_FILE")}
    assert listed("docs/configuration.md", "`([A-Z_]+)`") == asked


def test_the_changelog_begins_with_this_version() -> None:
    heading = re.search(r"^## (\S+)", text("CHANGELOG.md"), re.MULTILINE)
    assert heading
    assert heading[1] == accessmap.__version__


def test_no_generated_page_is_stale() -> None:
    stale = [
        path.name
        for path, made in pages().items()
        if not path.exists() or path.read_text("utf-8") != made
    ]
    assert stale == []
