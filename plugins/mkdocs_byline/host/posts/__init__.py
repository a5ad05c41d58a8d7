"""The blog's pages in a MkDocs build."""
