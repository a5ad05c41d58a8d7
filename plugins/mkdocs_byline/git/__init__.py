"""What git knows of the posts' files."""
