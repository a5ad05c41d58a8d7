"""Finished HTML in, what readers see of it elsewhere out: excerpts, reading times, dates."""
