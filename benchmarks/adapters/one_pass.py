"""AccessMap's engine as it is called: it remembers the shapes of the pass under way."""

from __future__ import annotations

from accessmap.policy.derive import derive
from benchmarks.adapters.accessmap import forget, judge, prepare
from benchmarks.adapters.door import Tool, serve

if __name__ == "__main__":
    serve(Tool(prepare, lambda each: derive(*each), judge, forget))
