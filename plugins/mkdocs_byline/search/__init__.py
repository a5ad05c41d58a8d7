"""Search of a site by Pagefind: records of its pages, their index, and what filters them."""
