"""The report for people: a PDF of few pages, derived from a bundle, and says so."""
