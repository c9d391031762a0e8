"""Reach: walks, parts, closure, files, and what is answered from them."""
