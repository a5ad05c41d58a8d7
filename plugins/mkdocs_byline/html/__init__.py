"""HTML of posts: sanitised, cut, compared, and made fit for other places."""
