"""Everything that a blog writes."""
