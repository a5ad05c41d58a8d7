"""Fonts: which characters they have, and how wide a text is in them.

Texts are shaped by HarfBuzz, as they are when they are drawn: what it has no glyph for would be
drawn as a box, and letters that join or combine are as wide as they will be.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

from mkdocs_byline.drawing import clusters

if TYPE_CHECKING:
    import uharfbuzz

OWN = tuple(
    Path(__file__).parent.parent / "fonts" / name
    for name in ("Inter-Regular.ttf", "Inter-SemiBold.ttf")
)
# Of what may be set in any font: spaces, punctuation, signs, marks and what nobody sees.
_COMMON = frozenset("ZPSMC")
_UNSEEN = re.compile("Cf|Z|M")


class FontError(Exception):
    """A file that is no font, or can't be read."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file, self.reason = file, reason


@dataclass(slots=True, eq=False)
class Face:
    """One face of a family, as in Inter in bold.

    Attributes:
        weight: As in CSS: 400 is regular, 700 bold.
        glyphs: Whether it has all of a cluster of characters; added to.
    """

    family: str
    weight: int
    font: uharfbuzz.Font
    em: int
    glyphs: dict[str, bool] = field(default_factory=dict)

    def has(self, cluster: str) -> bool:
        """Whether it has a cluster of characters, if need be in pieces, as a letter and accent."""
        if cluster not in self.glyphs:
            self.glyphs[cluster] = all(each.codepoint for each in self._shape(cluster)[0])
        return self.glyphs[cluster]

    def has_whole(self, cluster: str) -> bool:
        """Whether it has a cluster as a glyph of its own, as its designer drew it."""
        one = len(cluster) == 1 and not _UNSEEN.match(category(cluster))
        return self.has(cluster) and (not one or bool(self.font.get_nominal_glyph(ord(cluster))))

    def width(self, text: str) -> float:
        """Return the width of a text in ems."""
        return float(sum(each.x_advance for each in self._shape(text)[1]) / self.em)

    def _shape(self, text: str) -> tuple[list[uharfbuzz.GlyphInfo], list[uharfbuzz.GlyphPosition]]:
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self.font, buffer)
        return buffer.glyph_infos, buffer.glyph_positions or []


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one face."""

    text: str
    face: Face


class Fonts:
    """Faces in the order in which they are asked for a character.

    Attributes:
        files: Where they lie.
        digest: Of all that is in the files.
    """

    def __init__(self, files: Sequence[Path], faces: Sequence[Face], digest: str) -> None:
        self.files, self.digest = tuple(files), digest
        self._families: dict[str, list[Face]] = {}
        for face in faces:
            self._families.setdefault(face.family, []).append(face)

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the clusters of characters that no face has, each once."""
        faces = next(iter(self._families.values()))
        if all(faces[0].has(char) for char in set(text)):  # As in nearly all titles.
            return ()
        return tuple(
            cluster
            for cluster in dict.fromkeys(clusters(text))
            if not any(face.has(cluster) for faces in self._families.values() for face in faces)
        )

    def setting(self, text: str, weight: int) -> Setting:
        """Choose faces for a text: the first that has all of it, else for each part the first.

        What no face has is set in the first one.
        """
        parts = set(clusters(text))
        for faces in self._families.values():
            for face in sorted(faces, key=lambda face: abs(face.weight - weight)):
                if all(map(face.has_whole, parts)):
                    return Setting(dict.fromkeys(parts, face))
        return Setting({cluster: self._face(cluster, weight) for cluster in parts})

    def _face(self, cluster: str, weight: int) -> Face:
        """Return the face of the first family that has a cluster, in the nearest weight."""
        for has in (Face.has_whole, Face.has):
            for faces in self._families.values():
                if having := [face for face in faces if has(face, cluster)]:
                    return min(having, key=lambda face: abs(face.weight - weight))
        return next(iter(self._families.values()))[0]


@dataclass(frozen=True, slots=True)
class Setting:
    """The faces of a text, by its clusters of characters."""

    faces: Mapping[str, Face]

    def runs(self, text: str) -> list[Run]:
        """Divide a part of the text into pieces of one face.

        Spaces and punctuation stay in the face of what is before them.
        """
        runs: list[Run] = []
        for cluster in clusters(text):
            face, last = self._face(cluster), runs[-1] if runs else None
            if last and category(cluster[0])[0] in _COMMON and last.face.has_whole(cluster):
                face = last.face
            if last and face is last.face:
                runs[-1] = Run(last.text + cluster, face)
            else:
                runs.append(Run(cluster, face))
        return runs

    def width(self, text: str) -> float:
        """Return the width of a part of the text in ems."""
        return sum(run.face.width(run.text) for run in self.runs(text))

    def _face(self, cluster: str) -> Face:
        """Return the face of a cluster; one that was cut off somewhere has that of any other."""
        return self.faces.get(cluster) or next(iter(self.faces.values()))


def load_fonts(files: Iterable[Path]) -> Fonts:
    """Load the faces in font files, and then those that Byline brings.

    Raises:
        FontError: if one of them is no TrueType or OpenType font, or can't be read.
    """
    wanted = tuple(dict.fromkeys((*files, *OWN)))
    return _load(wanted, tuple(_stamp(each) for each in wanted))


def _stamp(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except (OSError, ValueError) as error:
        raise FontError(file, _reason(error)) from None
    return status.st_mtime_ns, status.st_size


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


@functools.lru_cache(maxsize=4)
def _load(files: tuple[Path, ...], stamps: tuple[tuple[int, int], ...]) -> Fonts:
    """Load fonts, again if a file's time or size is another."""
    faces: list[Face] = []
    digest = hashlib.sha256()
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise FontError(path, _reason(error)) from None
        digest.update(hashlib.sha256(content).digest())
        faces += _faces(path, content)
    return Fonts(files, faces, digest.hexdigest())


def _faces(path: Path, content: bytes) -> list[Face]:
    """Return all faces in a font file, or in a collection of fonts."""
    import uharfbuzz

    blob = uharfbuzz.Blob(content)
    found = []
    for index in range(uharfbuzz.Face(blob).count):
        face = uharfbuzz.Face(blob, index)
        # The family's name as typographers have it, or as old programs need it.
        family = face.get_name(16) or face.get_name(1)
        metrics = face.reference_table("OS/2").data
        if face.glyph_count and family and len(metrics) > 6:
            weight = int.from_bytes(metrics[4:6], "big")
            found.append(Face(family, weight, uharfbuzz.Font(face), face.upem))
    if not found:
        raise FontError(path, "this is no TrueType or OpenType font")
    return found
