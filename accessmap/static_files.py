"""Static files with a hash in their name, ES module imports included."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "js/*.js"


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hash and compress; rewrite ``import`` paths, so no stale module is served.

    Only our own scripts are rewritten: other people's may name files that their
    packages do not carry, and hashing must not fail on those.
    """

    support_js_module_import_aggregation = True
    patterns = tuple(
        (OURS if glob == "*.js" else glob, rules)
        for glob, rules in HashedFilesMixin.patterns
    )
    # Django's own rules for ``import``, which its type stubs do not know.
    _js_module_import_aggregation_patterns = (
        OURS,
        vars(HashedFilesMixin)["_js_module_import_aggregation_patterns"][1],
    )


class StaticFiles(StaticFilesConfig):
    """Collect what pages load, and not what else the npm packages bring along."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "ext",  # htmx's extensions
        *("*.amd.js", "*.cjs.js", "*.umd.js", "*.esm.js", "*.d.ts"),
        *("htmx.js", "cytoscape.min.js", "cytoscape.esm.mjs"),
        *("package.json", "README.md"),
    ]
