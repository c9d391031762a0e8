"""Static files with a hash in their name, ES module imports included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hash and compress; rewrite ``import`` paths, so no stale module is served."""

    support_js_module_import_aggregation = True
