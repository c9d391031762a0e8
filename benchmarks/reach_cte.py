"""The same questions in recursive queries of PostgreSQL, as one would write them."""

from __future__ import annotations

import os
from collections.abc import Callable

import psycopg

from accessmap.reach.csr import Ints

DEEPEST = 6  # steps; without an end it goes round in circles, with more it takes hours
SHORTEST = f"""
WITH RECURSIVE walk(node, steps) AS (
    SELECT %s::int, 0
    UNION
    SELECT edge.target, walk.steps + 1 FROM walk JOIN edge ON edge.source = walk.node
    WHERE walk.steps < {DEEPEST}
) SELECT min(steps) FROM walk WHERE node = %s"""
WHO = """
WITH RECURSIVE walk(node) AS (
    SELECT generate_series(%s::int, %s::int)
    UNION
    SELECT edge.source FROM walk JOIN edge ON edge.target = walk.node
) SELECT count(*) FROM walk"""


class Database:
    """The edges as a table with an index each way."""

    def __init__(self, sources: Ints, targets: Ints) -> None:
        """Write them to the PostgreSQL of DATABASE_URL."""
        self.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        run = self.connection.execute
        run("CREATE TEMPORARY TABLE edge (source int, target int)")
        with self.connection.cursor().copy("COPY edge FROM STDIN") as copy:
            for begin in range(0, len(sources), 100_000):
                some = slice(begin, begin + 100_000)
                pairs = zip(sources[some].tolist(), targets[some].tolist(), strict=True)
                copy.write("".join(f"{one}\t{other}\n" for one, other in pairs))
        run("CREATE INDEX ON edge (source, target)")
        run("CREATE INDEX ON edge (target, source)")
        run("ANALYZE edge")

    def shortest(self, pairs: dict[int, int]) -> Callable[[int], int | None]:
        """Return what answers how many steps it is from a start to its goal."""

        def steps(start: int) -> int | None:
            row = self.connection.execute(SHORTEST, (start, pairs[start])).fetchone()
            return None if row is None else row[0]

        return steps

    def who(self, first: int, last: int) -> int:
        """Return how many nodes reach any of these, themselves counted."""
        row = self.connection.execute(WHO, (first, last)).fetchone()
        return row[0] if row else 0


def is_there() -> bool:
    """Say whether there is a PostgreSQL to be asked."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")
