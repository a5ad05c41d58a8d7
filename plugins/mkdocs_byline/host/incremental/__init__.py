"""Pages that needn't be made anew."""
