"""Publishing of the output folder."""
