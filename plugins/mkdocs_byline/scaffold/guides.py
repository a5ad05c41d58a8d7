"""Texts of a new blog for readers, writers and whoever sees its repository."""

from __future__ import annotations

import re

_README = """\
# {name}

A blog of plain files: posts are Markdown in `docs/blog/posts`, built with
[MkDocs](https://www.mkdocs.org) and its plugin Byline.

```sh
python3 -m venv .venv
source .venv/bin/activate
pip install -r requirements.txt
mkdocs serve                # the site at http://localhost:8000, with live reload
byline new "Its title"      # begins a post
byline check                # says what is wrong with the posts, and what to do
```

## Publish it

{begin}{once}

After each change:

```sh
git add --all
git commit --message "What is new"
git push
```
"""

# What is to be done once at each host.
_ONCE = {
    "github": """\
Once, choose *GitHub Actions* under *Settings, Pages, Source* of the repository on GitHub.""",
    "gitlab": """\
On GitLab, *Deploy, Pages* shows where the site is.""",
    "codeberg": """\
Once, switch on CI for the repository on Codeberg, and store an access token as the secret
`pages_token`.""",
    "netlify": """\
Once, choose *Add new site, Import an existing project* at Netlify.""",
    "cloudflare": """\
Once, choose *Workers & Pages, Create, Pages, Connect to Git* at Cloudflare; the build command is
`pip install -r requirements.txt && mkdocs build --strict`, the output folder `site`.""",
    "none": """\
`mkdocs build --strict` writes the site into the folder `site`, which any web server can show.""",
}

_BEGIN = """\
For the first time, make an empty repository, and send it what is here:

```sh
git init --initial-branch main
git remote add origin {address}
git add --all
git commit --message "Begin a blog"
git push --set-upstream origin main
```

"""


def readme(name: str, host: str, repository: str, *, is_cloned: bool = False) -> str:
    """Return the text for whoever opens a blog's repository, its keeper first.

    Args:
        repository: Its address; empty if there is none yet.
        is_cloned: Whether the folder is a clone of it.
    """
    address = f"{repository}.git" if repository else "https://ADDRESS-OF-THE-REPOSITORY"
    begin = "" if is_cloned else _BEGIN.format(address=address)
    return _README.format(name=heading(name), once=_ONCE[host], begin=begin)


HOME = """\
# {name}

Welcome. Here is what is new; all of it stands in the [blog](blog/index.md).

/// posts
    limit: 5
///
"""

MAGAZINE_HOME = """\
---
template: home.html
title: Home
hide: [navigation, toc]
---

# {name}

Welcome. What is new stands here, and all of it in the blog.

[Read the blog](blog/index.md){{ .md-button .md-button--primary }}
[Write for us](write-for-us.md){{ .md-button }}
{{ .home-actions }}

## Latest posts

/// posts
    limit: 4
    layout: full
    lead: true
    more: false
///
"""

ABOUT = """\
# About

{author} keeps this blog, and whoever has something to say [writes for it](write-for-us.md).

What stands here is free to use under the MIT licence, as long as its [writer's
name](blog/author/index.md) stays with it. If something is wrong, propose the change: each post is
a file in a repository.
"""

WRITE_FOR_US = """\
# Write for us

You need something to say, and half an hour. An editor reads what you send in, and helps.

{browser}## On your machine

You need git and Python 3.11 or later. Get a copy of the repository of your own, and in its folder:

```sh
python3 -m venv .venv
source .venv/bin/activate
pip install -r requirements.txt
mkdocs serve
```

This shows the site at <http://localhost:8000>, and again each time you save. Leave it running. In
a second terminal:

```sh
source .venv/bin/activate
git switch --create how-i-learned-to-rest
byline new "How I learned to rest"
```

That begins a post in `docs/blog/posts`, and asks for what it needs. Write it, and see what is
still wrong with it; what is safe to mend, `byline check --fix` mends:

```sh
byline check
```

Then propose it, and open the address that git answers with:

```sh
git add docs
git commit --message "How I learned to rest"
git push --set-upstream origin how-i-learned-to-rest
```

## Markdown in one minute

| You write | Readers see |
| --- | --- |
| `*emphasis*`, `**strong**` | *emphasis*, **strong** |
| `[text](https://example.org)` | a link |
| `[text](other-post.md)` | a link to another post, checked |
| `![what it shows](picture.jpg)` | a picture, read aloud by its text |
| `## Heading` | a heading, also in the page's contents |
| `- item` | a list |
| `> words` | a quotation |

Pictures lie in the post's own folder, `docs/blog/posts/my-title/`, beside its `index.md`;
`byline new --folder` makes one.
"""

BROWSER = """\
## In the browser

1. **Begin the file.** In the repository on GitHub, open the folder `docs/blog/posts`, and choose
   *Add file*, *Create new file*. Where GitHub says that you need a copy of your own, choose *Fork
   this repository*.
2. **Name it** after your title, in small letters, with hyphens and `.md` at the end:
   `how-i-learned-to-rest.md`.
3. **Put this into it**, and change what is yours:

    ```markdown
    ---
    title: How I learned to rest
    description: One or two sentences that make somebody want to read on.
    date: {today}
    authors:
      - name: Your Name
        description: What readers should know about you, in a few words
    ---

    The first paragraph says what the post is about.

    <!-- more -->

    ## A heading

    The rest follows.
    ```

4. **Propose it.** *Commit changes…*, *Propose changes*, and then *Create pull request*, twice.
5. **See what the machine says.** Some minutes later, what is wrong stands on its line under *Files
   changed*. Mend it with the pencil (*Edit file* in the menu `…` of the file).

"""


def heading(text: str) -> str:
    """Return a text as a heading's, with nothing in it that Markdown would read."""
    return re.sub(r"([\\`*_{}\[\]<>#+!|~^=-])", r"\\\1", text)
