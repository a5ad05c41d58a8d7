"""Files that a stranger could send along with a post, and what is published of them: nothing."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import AUTHORS, CONFIG, build, post, write
from mkdocs_byline.blog.urls import is_inside
from mkdocs_byline.content.svg import active_content

SECRET = "the-secret-of-the-machine"
POSTS = "docs/blog/posts"
GOOD: dict[str, str | bytes] = {
    f"{POSTS}/good.md": post("# Good\n\nText.", date="2026-11-20"),
}


def everything(out: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file())


def png(width: int, height: int) -> bytes:
    """Return the beginning of a picture: what it says of itself, and nothing to decode."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    )


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (f"{POSTS}/config.txt", "secret.txt"),
        (f"{POSTS}/stolen.md", "secret.md"),
        (f"{POSTS}/inside.txt", "docs/fine.txt"),
        (f"{POSTS}/nowhere.png", "docs/nothing.png"),
        ("docs/blog/.authors.yml", "secret.yml"),
        ("docs/readme.md", "secret.md"),
        ("docs/assets/x.txt", "secret.txt"),
    ],
)
def test_a_link_to_a_file_is_refused_and_not_published(
    tmp_path: Path, link: str, target: str
) -> None:
    write(tmp_path, {**GOOD, "docs/fine.txt": "fine", "docs/assets/y.txt": "y"})
    for name in ("secret.txt", "secret.md", "secret.yml"):
        write(tmp_path, {name: f"a: {SECRET}\n"})
    (tmp_path / link).symlink_to(tmp_path / target)
    built = build(tmp_path)
    assert built.codes == ["BY321"]
    assert built.messages[0].startswith(f"{link}:1:1: BY321 this ")
    assert "Nothing was built" in built.messages[-1]
    shown = build(tmp_path, command="serve")
    assert shown.error == ""
    assert shown.codes == ["BY321"]
    assert SECRET.encode() not in everything(shown.out)
    assert "Good" in shown.read("blog/index.html")


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize(
    ("link", "target"),
    [
        (f"{POSTS}/all", "outside"),
        ("docs/all", "outside"),
        ("docs/all", "/"),
        ("docs/loop", "docs"),
        (f"{POSTS}/inside", "docs/assets"),
    ],
)
def test_a_link_to_a_folder_ends_even_the_preview(
    tmp_path: Path, link: str, target: str, command: str
) -> None:
    write(tmp_path, {**GOOD, "outside/secret.md": SECRET, "docs/assets/y.txt": "y"})
    (tmp_path / link).symlink_to(tmp_path / target)
    built = build(tmp_path, command=command)
    assert built.codes == ["BY321"]
    assert "Nothing was built" in built.messages[-1]


def test_links_of_the_maintainers_are_followed(tmp_path: Path) -> None:
    options = CONFIG.replace("byline]", "{byline: {trusted_paths: [changes.md]}}]")
    write(
        tmp_path, {**GOOD, "mkdocs.yml": options, "CHANGES.md": "# Changes", "docs/a/a.txt": "A"}
    )
    (tmp_path / "docs/changes.md").symlink_to(tmp_path / "CHANGES.md")
    (tmp_path / "docs/b").symlink_to("a")  # Inside the docs folder, and not among the posts.
    built = build(tmp_path)
    assert (built.error, built.codes) == ("", [])
    assert "Changes" in built.read("changes/index.html")
    assert built.read("b/a.txt") == "A"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_does_not_stop_the_build(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    for name in ("pipe.md", "pipe.png"):
        os.mkfifo(tmp_path / POSTS / name)
    os.mkfifo(tmp_path / "docs/blog/.authors.yml")
    assert build(tmp_path).codes == ["BY322"] * 3
    assert build(tmp_path, command="serve").error == ""


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<script>1</script>", "BY323"),
        ("PAGE.XHTML", b"<script>1</script>", "BY323"),
        ("code.js", b"1", "BY323"),
        ("style.css", b"*{}", "BY323"),
        ("data.xml", b"<x/>", "BY323"),
        ("CNAME", b"evil.example", "BY323"),
        ("_headers", b"/*", "BY323"),
        ("movie.mp4", b"film", ""),
        ("notes.txt", b"notes", ""),
        ("good.png", png(100, 100), ""),
        ("bomb.png", png(60_000, 60_000), "BY326"),
        ("no.png", b"not a picture", ""),
        ("no.gif", b"<svg xmlns='http://www.w3.org/2000/svg' width='99999' height='99999'/>", ""),
        ("good.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        ("evil.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "BY325"),
    ],
)
def test_what_lies_beside_a_post(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    built = build(tmp_path, {**GOOD, f"{POSTS}/{name}": content})
    assert built.codes == ([code] if code else [])
    assert (f"blog/{name}" in built) == (not code)
    if code:
        assert built.messages[0].startswith(f"{POSTS}/{name}:1:")
        assert bool(built.error) == (code != "BY323")
        options = CONFIG.replace("byline]", "{byline: {trusted_paths: [blog/posts/*]}}]")
        again = build(tmp_path, {"mkdocs.yml": options})
        assert (again.error, again.codes) == ("", [])
        assert content in [path.read_bytes() for path in again.out.rglob(name)]


def test_a_picture_of_many_bytes_is_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with (tmp_path / POSTS / "big.jpg").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    built = build(tmp_path)
    assert built.codes == ["BY326"]
    assert "22,020,096 bytes" in built.messages[0]


def test_hidden_files_are_refused_only_where_mkdocs_would_publish_them(tmp_path: Path) -> None:
    hidden: dict[str, str | bytes] = {f"{POSTS}/.git/config": SECRET, f"{POSTS}/.note.txt": SECRET}
    built = build(tmp_path, {**GOOD, **hidden})
    assert (built.error, built.codes) == ("", [])
    assert SECRET.encode() not in everything(built.out)
    built = build(tmp_path, exclude_docs="!.*")
    assert (built.error, set(built.codes)) == ("", {"BY323"})
    assert SECRET.encode() not in everything(built.out)


def test_a_file_beside_posts_does_not_overwrite_the_site(tmp_path: Path) -> None:
    site = CONFIG.replace("byline]", "{byline: {blog_dir: .}}]")
    files: dict[str, str | bytes] = {
        "mkdocs.yml": site,
        "docs/posts/good.md": post("# Good", date="2026-11-20"),
        "docs/pictures/logo.png": png(1, 1),
        "docs/posts/pictures/logo.png": png(2, 2),
        "docs/posts/robots.txt": "User-agent: *\nDisallow: /",
        "docs/posts/assets/images/favicon.png": png(3, 3),
        "docs/posts/404.md": post("# 404", date="2026-11-20", slug="'404'"),
    }
    built = build(tmp_path, files)
    assert built.codes == ["BY324"] * 3
    assert "'pictures/logo.png' belongs to docs/pictures/logo.png already" in "".join(
        built.messages
    )
    flat = site.replace("blog_dir: .", "blog_dir: ., post_url_format: '{slug}'")
    built = build(tmp_path, {"mkdocs.yml": flat}, use_directory_urls=False)
    assert "BY402" in built.codes


@pytest.mark.parametrize(
    ("inner", "line", "what"),
    [
        ("<script>alert(1)</script>", 2, "<script> can run"),
        ("<x:script xmlns:x='http://www.w3.org/2000/svg'/>", 2, "<script> can run"),
        ("<g>\n<circle onclick='x()'/></g>", 3, "'onclick' can run"),
        ("<a href='jav&#x09;ascript:x()'/>", 2, "begins with 'javascript:'"),
        ("<a xmlns:l='http://www.w3.org/1999/xlink' l:href='data:text/html,x'/>", 2, "'data:'"),
        ("<use href='data:image/svg+xml,x'/>", 2, "'data:'"),
        ("<a><set attributeName='href' to='javascript:x()'/></a>", 2, "<set> changes 'href'"),
        ("<animate attributeName='xlink:href' values='x'/>", 2, "<animate> changes"),
        (
            "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
            2,
            "<iframe> does not belong",
        ),
        ("<g>", 2, "not well-formed"),
        ("\xff", 2, "not UTF-8"),
    ],
)
def test_what_could_run_in_a_picture_is_found(inner: str, line: int, what: str) -> None:
    content = f"<svg xmlns='http://www.w3.org/2000/svg'>\n{inner}</svg>".encode("latin-1")
    found = active_content(content)
    assert found
    assert found[0] == line
    assert what in found[2]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<?xml-stylesheet href='x.xsl'?><svg/>", "style sheet"),
        (b"<?xml version='1.0' encoding='utf-7'?><svg/>", "encoding"),
        (b"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x()'>]><svg/>", "declarations"),
        (b"<!DOCTYPE s [<!ENTITY e '<script/>'>]><svg>&e;</svg>", "declarations"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "<html>"),
        (b"", "not well-formed"),
    ],
)
def test_a_document_is_no_way_around(content: bytes, what: str) -> None:
    found = active_content(content)
    assert found
    assert what in found[2]


def test_what_drawing_programs_write_is_let_through() -> None:
    drawing = b"""<?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
          "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
             xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape">
          <style>.a { fill: red }</style>
          <inkscape:view href="#a"/>
          <a xlink:href="https://example.org"><use xlink:href="#a"/></a>
          <image href="data:image/png;base64,AAAA"/>
          <circle id="a"><animate attributeName="r" values="1;2"/></circle>
          <foreignObject><p xmlns="http://www.w3.org/1999/xhtml">A <b>label</b></p></foreignObject>
        </svg>"""
    assert active_content(drawing.strip()) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_not(content: bytes) -> None:
    found = active_content(content)
    assert found is None or (found[0] >= 1 and found[1] >= 1 and found[2])


@pytest.mark.parametrize(
    ("dest", "inside"),
    [
        ("blog/a/index.html", True),
        ("..a/index.html", True),
        ("../a.html", False),
        ("blog/../../a.html", False),
        ("/etc/passwd", False),
        ("C:/a.html", False),
        ("a\\..\\b.html", False),
        ("a\0b", False),
        (".", False),
        ("", False),
    ],
)
def test_what_lies_inside_the_site(dest: str, inside: bool) -> None:
    assert is_inside(dest) == inside


def test_authors_are_read_from_a_file_of_their_own(tmp_path: Path) -> None:
    built = build(tmp_path, {**GOOD, "docs/blog/.authors.yml": AUTHORS})
    assert (built.error, built.codes) == ("", [])
