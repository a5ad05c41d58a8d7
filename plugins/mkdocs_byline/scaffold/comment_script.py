"""Comment on a pull request with a summary of it, in place of the last such comment.

A workflow runs this file by itself, so that the job that may write needs nothing else.
The summary was made by our own code, of files that anyone may have written. It shows them as
code, in which nothing is a link, a picture or a mention; what doesn't is put into code as a whole.
"""

import json
import os
import re
import sys
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

MARK = "<!-- byline: summary -->\n"
AUTHOR = "github-actions[bot]"
MAX = 60_000  # Characters; GitHub takes 65,536.


def inert(text: str) -> str:
    """Return Markdown in which nothing but code can be anybody else's text."""
    if len(text) > MAX:
        text = text[:MAX].rpartition("\n### ")[0] + "\n\nThe rest is in the summary of the run.\n"
    # https://github.github.com/gfm/#fenced-code-blocks and #code-spans
    plain = re.sub(r"^(`{3,})text\n(?:(?! {0,3}\1`*[ \t]*$).*\n)*\1$", "", text, flags=re.M)
    plain = re.sub(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)", "", plain)
    if not re.search(r"[`<>@\[\]&\\|!~]|://|www\.|#\d|GH-\d|\b[0-9a-f]{7,}\b", plain):
        return text
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 3)
    return f"{fence}text\n{text}\n{fence}\n"


def call(path: str, method: str = "GET", **values: str) -> Any:
    """Ask GitHub's API about the repository."""
    request = urllib.request.Request(  # noqa: S310  The address is GitHub's own.
        f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}",
        data=json.dumps(values).encode() if values else None,
        method=method,
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
        },
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


def main() -> None:
    """Write the comment on the pull request that HEAD is the newest commit of."""
    head = {"head": f"{os.environ['HEAD_OWNER']}:{os.environ['HEAD_BRANCH']}"}
    pulls = call(f"pulls?state=open&{urllib.parse.urlencode(head)}")
    body = MARK + inert(Path(sys.argv[1]).read_text(encoding="utf-8"))
    same = (each for each in pulls if each["head"]["sha"] == os.environ["HEAD"])
    for number in (int(each["number"]) for each in same):
        said = call(f"issues/{number}/comments?per_page=100")
        own = (
            int(each["id"])
            for each in said
            if each["user"]["login"] == AUTHOR and each["body"].startswith(MARK)
        )
        if last := next(own, None):
            call(f"issues/comments/{last}", "PATCH", body=body)
        else:
            call(f"issues/{number}/comments", "POST", body=body)


if __name__ == "__main__":
    main()
