"""Look-alike names: the skeleton that names of one look share.

The idea and the pairs are those of https://www.unicode.org/reports/tr39/#Confusable_Detection,
whose data has 10,000 of them. Kept here are the ones a name is forged with: Cyrillic, Greek and
Armenian letters that look Latin, and the Latin ones that look alike among themselves. Wide and
mathematical letters are plain ones after normalisation.
"""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    # Cyrillic
    "АВЕЅІЈКМНОРСТУХҮԛѕаеіјорсухһԁԝӏг"
    # Greek
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυϲϳι"
    # Armenian
    "Օօոսհց"
    # Latin and digits
    "Iı1|0ɡɑ",
    "ABESIJKMHOPCTYXYqsaeijopcyxhdwlr"
    "ABEZHIKMNOPTYXavopucji"
    "Oonuhg"
    "lillOga",
)  # fmt: skip
_I = str.maketrans("I", "l")


def skeleton(name: str) -> str:
    """Return what names that look like this one share; not for showing."""
    plain = unicodedata.normalize("NFKC", " ".join(name.split()))
    plain = plain.translate(_LETTERS).translate(_I)
    return plain.replace("rn", "m").replace("vv", "w").casefold()
