"""Text in, values out: front matter, authors, dates. Each problem comes with its line."""
