"""AccessMap's engine again, keeping what it remembers of shapes between passes."""

from __future__ import annotations

from benchmarks.adapters.accessmap import judge, prepare, work
from benchmarks.adapters.door import Tool, serve

if __name__ == "__main__":
    serve(Tool(prepare, work, judge))
