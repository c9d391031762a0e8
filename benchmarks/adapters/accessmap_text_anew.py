"""AccessMap's engine on text, every document read and decided anew."""

from __future__ import annotations

from accessmap.policy.derive import derive_anew
from benchmarks.adapters.accessmap import forget, judge
from benchmarks.adapters.accessmap_text import prepare
from benchmarks.adapters.door import Tool, serve

if __name__ == "__main__":
    serve(Tool(prepare, lambda each: derive_anew(*each), judge, forget))
