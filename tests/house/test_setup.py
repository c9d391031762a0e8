"""What a newcomer runs: locked, hashed, without anybody's address, and clear."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKED = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.name)
def test_a_locked_file_names_no_host_and_hashes_everything(path: Path):
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    unhashed = [each for each in entries if "--hash=sha256:" not in each]
    assert unhashed == []


def test_the_browser_code_is_locked_without_addresses():
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()


def test_help_comes_first_and_names_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"\.PHONY: (.*?)\n\n", makefile, re.DOTALL)
    assert phony
    targets = phony.group(1).replace("\\\n", " ").split()
    shown = subprocess.run(
        ["make", "--no-print-directory"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    named = re.findall(r"^  make (\S+)", shown.stdout, re.MULTILINE)
    assert named[:2] == ["help", "install"]
    assert sorted(named) == sorted(targets)


def run_python_sh(folder: Path, fake: str) -> subprocess.CompletedProcess[str]:
    """Run the script where ``fake`` is the only Python, and apt-get is not."""
    for program in ("sh", "id"):
        (folder / program).symlink_to(shutil.which(program) or "")
    python = folder / "python3"
    python.write_text(f"#!/bin/sh\n{fake}\n", encoding="utf-8")
    python.chmod(0o755)
    return subprocess.run(
        [folder / "sh", ROOT / "setup" / "python.sh"],
        cwd=folder,
        env={"PATH": str(folder), "HOME": str(folder)},
        check=False,
        capture_output=True,
        text=True,
    )


def test_an_old_python_is_refused_in_one_line(tmp_path: Path):
    done = run_python_sh(tmp_path, "exit 1")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11 or later" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_python_without_venv_is_refused_in_one_line(tmp_path: Path):
    done = run_python_sh(tmp_path, 'case "$*" in *ensurepip*) exit 1;; esac')
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "python3-venv" in done.stderr


def test_node_of_the_machine_is_used_when_it_is_new_enough(tmp_path: Path):
    for program in ("sh", "dirname"):
        (tmp_path / program).symlink_to(shutil.which(program) or "")
    for program in ("node", "npm"):
        (tmp_path / program).write_text('#!/bin/sh\necho "the machine\'s"\n')
        (tmp_path / program).chmod(0o755)
    done = subprocess.run(
        [tmp_path / "sh", ROOT / "setup" / "node.sh", "npm", "ci"],
        env={"PATH": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert set(done.stdout.splitlines()) == {"the machine's"}


def test_ci_runs_linters_first_and_pytest_last():
    dry = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", "check"],
        cwd=ROOT,
        env={**os.environ, "CI": "true", "MAKEFLAGS": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    steps = [line for line in dry.stdout.splitlines() if line.strip()]
    order = [
        next(i for i, step in enumerate(steps) if word in step)
        for word in ("ruff check", "mypy", "lint-imports", "setup/test.sh")
    ]
    assert order == sorted(order)
    assert "setup/test.sh" in steps[-1]
