"""The ledger: every act that matters, in order, never changed, provable without us.

It stands on the side of facts, because people sign in and change settings there;
reviews write into it through the same door.
"""

from __future__ import annotations
