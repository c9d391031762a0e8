"""AccessMap's engine on text, with the shapes that it remembers of the pass before."""

from __future__ import annotations

from accessmap.policy.derive import derive
from benchmarks.adapters.accessmap import judge
from benchmarks.adapters.accessmap_text import prepare
from benchmarks.adapters.door import Tool, serve

if __name__ == "__main__":
    serve(Tool(prepare, lambda each: derive(*each), judge))
