"""What a verdict says beside yes or no, and what each verdict cannot do without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypedDict

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.errors import ReasonRequired, TermsMissing
from reviews.lifecycle import Purpose, Reduction, Risk, Verdict, needs_reason


class Said(TypedDict, total=False):
    """The terms as operations take them, each by its name."""

    reason: str
    purpose: Purpose
    ticket: str
    reduce_to: Reduction
    control: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What was said with a verdict; empty where it was not."""

    reason: str = ""
    purpose: Purpose = Purpose.UNSAID
    ticket: str = ""
    reduce_to: Reduction = Reduction.NONE
    control: str = ""
    expires_on: date | None = None

    @classmethod
    def of(cls, said: Said) -> Terms:
        """Return the terms without what no database keeps: NUL, blanks around."""
        clean = {
            name: value.replace("\x00", "").strip() if type(value) is str else value
            for name, value in said.items()
        }
        return cls(**clean)  # type: ignore[arg-type]

    def refuse_incomplete(self, verdict: Verdict, *, exception_days: int) -> None:
        """Refuse a verdict that lacks what it is nothing without."""
        if (verdict is Verdict.REDUCE) != (self.reduce_to is not Reduction.NONE):
            raise TermsMissing(_("Say what it is to be reduced to."))
        if verdict is Verdict.EXCEPTION:
            self._refuse_endless(last_day(exception_days), exception_days)

    def refuse_silent(self, verdict: Verdict, *, risk: Risk, is_change: bool) -> None:
        """Refuse a verdict without a reason where the rule asks for one."""
        if self.reason or not needs_reason(verdict, risk=risk, is_change=is_change):
            return
        if is_change:
            raise ReasonRequired(_("Say why you change the decision; both are kept."))
        raise ReasonRequired(_("Auditors will ask why; please give a reason."))

    @property
    def ends_on(self) -> date:
        """Return the day of an exception, once ``refuse_incomplete`` let it pass."""
        if self.expires_on is None:
            raise ValueError("An exception without an end was not refused.")
        return self.expires_on

    def _refuse_endless(self, last: date, days: int) -> None:
        if not self.control:
            raise TermsMissing(
                _("Say what makes up for it meanwhile: a compensating control.")
            )
        if self.expires_on is None or self.expires_on <= timezone.localdate():
            raise TermsMissing(_("Say until when: a day after today."))
        if self.expires_on > last:
            raise TermsMissing(
                ngettext(
                    "An exception lasts %(days)d day at most here, until %(last)s.",
                    "An exception lasts %(days)d days at most here, until %(last)s.",
                    days,
                )
                % {"days": days, "last": date_format(last, "DATE_FORMAT")}
            )


def last_day(exception_days: int) -> date:
    """Return the last day that an exception asked for today may have."""
    return timezone.localdate() + timedelta(days=exception_days)
