"""A built site, or two states of a blog, in; what those who answer for it should know out."""
