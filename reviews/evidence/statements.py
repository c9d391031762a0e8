"""The words that people sign, in both languages: what is signed is kept."""

from __future__ import annotations

STATEMENTS = {
    ("owner", "en"): (
        "I ran this review. Its scope, its coverage and the limits named in it are as "
        "I know them, and I know of nothing that it leaves out."
    ),
    ("owner", "ja"): (
        "私はこの見直しを実施しました。対象、確認できた範囲、記載された制限は私の認識と"
        "一致し、記載されていない漏れを知りません。"
    ),
    ("management", "en"): (
        "I have read the result of this review. I acknowledge the access that remains, "
        "and that what was revoked has been or will be removed."
    ),
    ("management", "ja"): (
        "私はこの見直しの結果を読みました。残るアクセスを承認し、取り消されたものが削除"
        "された、または削除されることを確認します。"
    ),
}


def statement(part: str, language: str) -> str:
    """Return what is signed as ``part``."""
    return STATEMENTS[part, language]
