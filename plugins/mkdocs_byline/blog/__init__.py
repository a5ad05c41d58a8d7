"""Values in, the blog's shape out: which posts are shown, at which URL, on which listings."""
