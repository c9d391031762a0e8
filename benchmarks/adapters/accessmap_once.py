"""AccessMap's engine as a crawl uses it, on objects: shapes of this pass remembered."""

from __future__ import annotations

from accessmap.policy.derive import derive
from benchmarks.adapters.accessmap import forget, judge, prepare
from benchmarks.adapters.door import Tool, serve

if __name__ == "__main__":
    serve(Tool(prepare, lambda each: derive(*each), judge, forget))
