from __future__ import annotations

from pathlib import Path

from accessmap.derive.version import digest_of, engine_version


def test_an_edited_rule_or_its_data_is_another_engine(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    rule = tmp_path / "rules" / "public.py"
    rule.write_text("LEAST = 90")
    (tmp_path / "known.json").write_text("{}")
    before = digest_of([tmp_path])
    rule.write_text("LEAST = 30")
    edited = digest_of([tmp_path])
    (tmp_path / "known.json").write_text("[]")
    assert len({before, edited, digest_of([tmp_path])}) == 3


def test_what_python_makes_of_it_is_the_same_engine(tmp_path: Path) -> None:
    (tmp_path / "public.py").write_text("LEAST = 90")
    before = digest_of([tmp_path])
    (tmp_path / "public.pyc").write_bytes(b"compiled")
    assert digest_of([tmp_path]) == before


def test_the_version_names_the_release() -> None:
    assert engine_version() == engine_version()
    assert len(engine_version().split()) == 2
