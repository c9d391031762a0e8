"""Every reason to refuse, as a sentence.

The sentence says the cause and what to do; it is raised with its values and translated
where it is raised.
"""

from __future__ import annotations


class Refused(Exception):
    """Base of every refusal: nothing was done, and the text says why."""


class NoCrawl(Refused):
    """A campaign needs a finished crawl to stand on."""


class CoverageIncomplete(Refused):
    """Something was not read, and nobody has signed for it."""


class NothingToReview(Refused):
    """The filter selects no grant."""


class TooManyNew(Refused):
    """More is new than owners are asked about without somebody looking first."""


class FilterUnknown(Refused):
    """The filter holds a word that selects nothing we know."""


class PopulationMoved(Refused):
    """The grants changed while they were counted."""


class NoReviewer(Refused):
    """There is nobody to ask."""


class DateHasPassed(Refused):
    """The due date lies in the past."""


class NameRequired(Refused):
    """A campaign is called by a name."""


class NotYourItem(Refused):
    """Somebody else is asked."""


class InConflict(Refused):
    """Nobody decides on their own access, nor on what they wrote."""


class ReasonRequired(Refused):
    """This needs a reason."""


class AlreadySettled(Refused):
    """Security settled a disagreement about it."""


class TermsMissing(Refused):
    """The verdict needs something said beside it."""


class SecondPersonNeeded(Refused):
    """Somebody else must say yes."""


class NothingToSettle(Refused):
    """The two sides do not disagree."""


class NothingToApprove(Refused):
    """Nobody asks for it any more."""


class NotAlike(Refused):
    """The grants are not identical, so each is decided alone."""


class ListRefused(Refused):
    """A list of owners has lines that cannot be taken."""


class StillDisputed(Refused):
    """The two sides disagree, and nobody has settled it."""


class GrantHasEnded(Refused):
    """There is nothing left to decide."""


class CampaignClosed(Refused):
    """Too late: nothing is decided after close."""


class ReadSomethingElse(Refused):
    """The text that was decided on is not the text of the item."""


class StillUndecided(Refused):
    """The campaign cannot close over items that nobody decided."""


class ScheduleUnusable(Refused):
    """A rhythm that cannot be read, or that never comes round."""


class NoEvidence(Refused):
    """A bundle cannot be signed or written, so there is none."""


class ControlUnknown(Refused):
    """No framework that we know has a control of this name."""


class NotYet(Refused):
    """Something else comes first."""


class NotAllowed(Refused):
    """This person's role does not do this."""
