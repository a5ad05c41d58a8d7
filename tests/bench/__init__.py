"""`make bench`: the same posts built, changed and served by Byline and by its peers, in turn.

Not a test. `posts` writes the posts, `engines` knows what to compare, `measure` runs and times,
`table` sets the figures, and `history` measures what asking git costs.
"""

import os

# Each engine's code is compiled once, as that of installed packages is; else that of a checkout
# would be compiled in each build that is measured.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
