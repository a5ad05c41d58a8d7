"""The MkDocs side of Byline: the only package that imports MkDocs."""
