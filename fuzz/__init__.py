"""What throws anything at the engine, to see that it stands."""

from __future__ import annotations
