"""What a post by anyone may set, and what reading other files from it comes to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from building import CONFIG, Built, build, post, write
from mkdocs_byline.content.plugin_calls import calls
from mkdocs_byline.content.schema import PersonEntry
from mkdocs_byline.host import project

SECRET = "the-secret-of-the-machine"
PAGE = "blog/2026/11/20/one/index.html"


def one(root: Path, config: str = CONFIG, body: str = "# One\n\nText.", **front: object) -> Built:
    text = post(body, date="2026-11-20", **front)
    return build(root, {"mkdocs.yml": config, "docs/blog/posts/one.md": text})


def trusting(config: str = CONFIG) -> str:
    return config.replace("byline]", "{byline: {trusted_paths: [blog/posts/*]}}]")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("template", "main.html"),
        ("template", "redirect.html"),
        ("revision_date", "2020-01-01"),
        ("git_revision_date_localized", "2020-01-01"),
        ("render_macros", "true"),
        ("social", "{cards_layout_options: {logo: ../../secret.png}}"),
    ],
)
def test_keys_that_steer_the_build_are_ignored(tmp_path: Path, key: str, value: str) -> None:
    built = one(tmp_path, **{key: value})
    assert built.codes == ["BY331"]
    assert "docs/blog/posts/one.md:3:" in built.messages[0]
    assert built.error == ""
    assert built.read(PAGE) == one(tmp_path).read(PAGE)
    trusted = one(tmp_path, trusting(), **{key: value})
    assert (trusted.error, trusted.codes) == ("", [])


def test_a_trusted_post_has_its_template(tmp_path: Path) -> None:
    write(tmp_path, {"overrides/own.html": "own {{ page.meta.title }}"})
    config = trusting().replace("name: material", "name: material, custom_dir: overrides")
    built = one(tmp_path, config, template="own.html")
    assert built.read(PAGE) == "own One"
    assert one(tmp_path, config, template="none.html").codes == ["BY117"]


def test_meta_files_among_the_posts_are_held_to_the_same(tmp_path: Path) -> None:
    config = CONFIG.replace("[search", "[search, meta")
    write(tmp_path, {"docs/blog/.meta.yml": "template: main.html\n"})
    built = one(tmp_path, config)
    assert (built.error, built.codes) == ("", [])
    assert "byline-header" not in built.read(PAGE)
    write(tmp_path, {"docs/blog/posts/.meta.yml": "template: main.html\ncomments: true\n"})
    built = one(tmp_path, config)
    assert built.codes == ["BY331"]
    assert built.messages[0].startswith("docs/blog/posts/.meta.yml:1:1:")


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("hide", "[navigation, toc]", True),
        ("hide", "toc", True),
        ("hide", "5", False),
        ("hide", "[[x]]", False),
        ("icon", "material/feather", True),
        ("icon", "../../secret", False),
        ("icon", "material/there-is-none", False),
        ("status", "new", True),
        ("status", """'x" onclick="y'""", False),
        ("search", "{exclude: true}", True),
        ("search", "{boost: 2}", True),
        ("search", "{boost: .nan}", False),
        ("search", "{boost: 1.0e+99}", False),
        ("search", "{boost: 2026-01-01}", False),
        ("search", "x", False),
        ("social", "x", False),
    ],
)
def test_values_that_a_theme_does_not_expect_are_ignored(
    tmp_path: Path, key: str, value: str, kept: bool
) -> None:
    built = one(tmp_path, **{key: value})
    assert built.error == ""
    assert built.codes == ([] if kept else ["BY111"])
    json.loads(built.read("search/search_index.json"), parse_constant=lambda name: 1 / 0)


SNIPPETS = f"""{CONFIG}
markdown_extensions:
  - pymdownx.superfences
  - pymdownx.snippets:
      base_path: [., docs]
      check_paths: CHECK
      restrict_base_path: RESTRICT
      url_download: true
      auto_append: [includes/terms.md]
"""


OUTSIDE = (
    "secret.txt",
    ".git/config",
    "docs/../secret.txt",
    "./docs/blog/../../secret.txt",
    "docs/.hidden",
    "{root}/secret.txt",
    "docs/link.txt",
    "http://127.0.0.1:9/x",
    "nothing.txt",
)


@pytest.mark.parametrize("restrict", ["true", "false"])
def test_snippets_read_nothing_outside_the_docs_folder(
    tmp_path: Path, restrict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = SNIPPETS.replace("RESTRICT", restrict).replace("CHECK", "false")
    for name in ("secret.txt", ".git/config", "docs/.hidden"):
        write(tmp_path, {name: SECRET})
    (tmp_path / "docs/link.txt").symlink_to("../secret.txt")
    paths = [each.format(root=tmp_path) for each in OUTSIDE]
    trusted = config.replace("byline]", "{byline: {trusted_paths: [link.txt]}}]")
    for form in ('```\n--8<-- "{}"\n```\n', "--8<--\n\n{}\n--8<--\n"):
        body = "# One\n\n" + "\n".join(map(form.format, paths))
        built = one(tmp_path, trusted, body)
        named = [
            f"docs/blog/posts/one.md:{number}:1: BY332 '{path}'"
            for path in paths
            for number, line in enumerate(body.split("\n"), 4)
            if line in (path, f'--8<-- "{path}"')
        ]
        assert built.codes == ["BY332"] * len(paths)
        for message, each in zip(built.messages, named, strict=True):
            assert message.startswith(each)
        again = build(tmp_path, command="serve")
        for site in (built, again):
            assert site.error == ""
            assert not any(SECRET in site.read(page) for page in site.pages())
    (tmp_path / "docs/link.txt").unlink()
    # The extension itself would read it.
    assert SECRET in one(tmp_path, trusting(config), '# One\n\n--8<-- "secret.txt"\n').read(PAGE)


@pytest.mark.parametrize("check", ["true", "false"])
def test_snippets_of_the_docs_folder_and_of_maintainers_work(
    tmp_path: Path, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = SNIPPETS.replace("RESTRICT", "true").replace("CHECK", check)
    files: dict[str, str | bytes] = {
        "docs/parts/note.md": "A note.",
        "README.txt": "Of the root.",
        "docs/page.md": '--8<-- "README.txt"\n',
    }
    if check == "true":
        files["includes/terms.md"] = "Terms."
    write(tmp_path, files)
    built = one(tmp_path, config, '# One\n\n--8<-- "parts/note.md"\n')
    assert (built.error, built.codes) == ("", [])
    assert "A note." in built.read(PAGE)
    assert ("Terms." in built.read(PAGE)) == (check == "true")
    assert "Of the root." in built.read("page/index.html")
    trusted = one(tmp_path, trusting(config), '# One\n\n--8<-- "README.txt"\n')
    assert "Of the root." in trusted.read(PAGE)


def test_pictures_are_not_copied_into_a_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"secret.png": SECRET})
    config = f"{CONFIG}\nmarkdown_extensions: [pymdownx.b64]\n"
    body = "# One\n\n![x](secret.png)"
    assert ";base64," in one(tmp_path, trusting(config), body).read(PAGE)
    built = one(tmp_path, config, body)
    assert (built.error, built.codes) == ("", [])
    assert ";base64," not in built.read(PAGE)


@pytest.mark.parametrize(
    ("name", "body", "line", "code"),
    [
        ("include-markdown", 'Text.\n\n{%\n  include "../secret.txt"\n%}', 7, "BY333"),
        ("include-markdown", "{% include-markdown 'x' %}", 5, "BY333"),
        ("table-reader", "{{ read_csv('../secret.csv') }}", 5, "BY333"),
        ("markdown-exec", '> ```python exec="on"\n> print(1)\n> ```', 5, "BY334"),
    ],
)
def test_plugins_that_read_files_are_not_called_by_a_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, body: str, line: int, code: str
) -> None:
    # As if the site had the plugin.
    monkeypatch.setattr(project, "calls", lambda plugins: calls({name: {}}))
    built = one(tmp_path, body=body, title="One")
    assert built.codes == [code]
    assert f"docs/blog/posts/one.md:{line}:" in built.messages[0]
    assert bool(built.error) == (code == "BY334")
    assert one(tmp_path, body="{% other %} {{ x }}", title="One").codes == []
    assert one(tmp_path, trusting(), body, title="One").codes == []


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("github", "jane-doe", "jane-doe"),
        ("github", "https://github.com/jane/", "jane"),
        ("github", "../jane", None),
        ("orcid", "0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("orcid", "https://orcid.org/0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("orcid", "0000-0002-1825-0098", None),
        ("orcid", "٠٠٠٠-0002-1825-0097", None),
        ("orcid", "x", None),
        ("url", "https://x.example/a?b=c#d", "https://x.example/a?b=c#d"),
        ("url", "mailto:jane@x.example", "mailto:jane@x.example"),
        ("url", "about.md", "about.md"),
        ("url", "//evil.example", None),
        ("url", "/\\evil.example", None),
        ("url", "\\\\evil.example", None),
        ("url", "java\tscript:x()", None),
        ("url", "\x01javascript:x()", None),
        ("url", "javascript:x()", None),
        ("url", "data:text/html,x", None),
        ("url", "vbscript:x", None),
        ("url", "https://x.example/\u202e", None),
        ("avatar", "javascript:x()", None),
        ("avatar", "jane.png", "jane.png"),
        ("slug", "../x", None),
    ],
)
def test_addresses_of_people_are_checked(key: str, value: str, kept: str | None) -> None:
    try:
        found = getattr(PersonEntry.model_validate({"name": "Jane", key: value}), key)
    except ValueError:
        found = None
    assert found == kept
