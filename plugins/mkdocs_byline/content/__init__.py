"""Typed values of texts: front matter, authors, dates. Each problem comes with its line."""
