"""How much one document may make the engine look through: counted, never timed.

A policy may come from an enemy. What would take too long is answered more roughly, by
the same count on every machine, so that the answer never depends on how busy it is.
"""

from __future__ import annotations

# One step is about what comparing one value with one pattern takes.
MOST_STEPS = 400_000


class TooMany(Exception):
    """A document has more cases than may be looked through."""


class Budget:
    """What is left to be looked through for one document."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        """Begin with ``steps``."""
        self.left = steps

    def spend(self, steps: int) -> None:
        """Take so many steps; raises TooMany when there are no more."""
        self.left -= steps
        if self.left < 0:
            raise TooMany
