"""Other plugins and themes: what they read of posts, and what they need."""
