"""What the documentation shows being typed prints what the documentation says it prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcripts import Command, File, matches, play, steps

PAGE = """\
Say hello:

```console
$ echo hello \\
    you
hello you
$ mkdir -p inner && cd inner
```

1. Then write this:

    ```yaml title="a/b.yml"
    key:
      - value
    ```

    ```sh
    not run
    ```

```console
$ cat a/b.yml
key:
…
$ pwd
…/inner
```
"""


def test_a_page_is_read_in_its_order() -> None:
    assert steps(PAGE) == [
        Command(4, "echo hello     you", "hello you\n"),
        Command(7, "mkdir -p inner && cd inner", ""),
        File(13, "a/b.yml", "key:\n  - value\n"),
        Command(22, "cat a/b.yml", "key:\n…\n"),
        Command(25, "pwd", "…/inner\n"),
    ]


def test_a_page_is_played(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    (tmp_path / "root").mkdir()
    assert play(page, tmp_path / "root", tmp_path / "home") == 4
    page.write_text(PAGE.replace("\nhello you", "\nhello them"), encoding="utf-8")
    with pytest.raises(AssertionError, match=r"page.md:4: `echo hello .*\nhello you\n"):
        play(page, tmp_path / "root", tmp_path / "home")


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("", "", True),
        ("", "x\n", False),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\n", "a\n", True),
        ("a … c\n", "a b c\n", True),
        ("a … c\n", "a b\nc\n", False),
        ("a.c\n", "abc\n", False),
        ("a\n", "a  \n\n", True),
    ],
)
def test_what_stands_for_anything(expected: str, printed: str, same: bool) -> None:
    assert matches(expected, printed) is same
