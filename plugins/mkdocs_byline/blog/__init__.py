"""The shape of the blog: which posts are shown, at which URL, on which listings."""
