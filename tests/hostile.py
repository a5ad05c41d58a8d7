"""Hostile HTML of our own, a site that has it wherever an author can write, and what watches it.

Each payload stands for a class: a way to get a script to run, or to reach beyond the post.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from html import escape

from building import post
from mkdocs_byline.content.frontmatter import parse_post

PAYLOADS = (
    # Scripts
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//e.example/x.js></SCRIPT>",
    "<script/src=data:,alert(1)>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<script type=module>alert(1)</script>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<svg><script href=data:,alert(1) /></svg>",
    "<math><script>alert(1)</script></math>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    # Event handlers
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror='alert(1)'>",
    "<img src=x:x onerror\n=alert(1)>",
    "<IMG SRC=x OnErRoR=alert(1)>",
    "<img src=x onerror=&#97;lert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video autoplay onloadstart=alert(1)><source src=x onerror=alert(1)></video>",
    "<audio src onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)><option>x</select>",
    "<b tabindex=0 onfocus=alert(1) id=x>x</b>",
    "<p style=animation-name:x onanimationstart=alert(1)>x</p>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<b onmouseover=alert(1)>x</b>",
    "<b popover onbeforetoggle=alert(1) id=p>x</b><button popovertarget=p>y</button>",
    "\" onmouseover=alert(1) x=\"",
    "' onfocus='alert(1)' autofocus tabindex='0",
    "x\" autofocus onfocus=\"alert(1)",
    # Addresses that run
    "<a href=javascript:alert(1)>x</a>",
    "<a href=\" &#14; javascript:alert(1)\">x</a>",
    "<a href=jav&Tab;ascript:alert(1)>x</a>",
    "<a href=javascript&colon;alert(1)>x</a>",
    "<a href=JaVaScRiPt&#58;alert(1)>x</a>",
    "<a href=data:text/html,<script>alert(1)</script>>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<svg><a href=javascript:alert(1)><text y=20>x</text></a></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>",
    "<math href=javascript:alert(1)>x</math>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1) type=submit>",
    "<map><area href=javascript:alert(1) shape=default></map>",
    "javascript:alert(1)",
    "javascript:/*--></title></style></textarea></script><svg/onload=alert(1)>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "&#106;avascript:alert(1)",
    "java\tscript:alert(1)",
    "//e.example/x",
    "\\\\e.example\\x",
    # Other pages inside
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<iframe src=https://e.example/></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<object data=data:text/html,<script>alert(1)</script>></object>",
    "<embed src=javascript:alert(1)>",
    "<embed src=//e.example/x.swf allowscriptaccess=always>",
    "<frameset><frame src=javascript:alert(1)></frameset>",
    "<portal src=https://e.example></portal>",
    "<fencedframe src=https://e.example></fencedframe>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.alert(1)</script>'></iframe>"
    "</foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)></svg>#x'/></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /><a><text>x</text></a></svg>",
    "<svg><set attributeName=onmouseover to=alert(1) /></svg>",
    "<svg><image href=x onerror=alert(1) /></svg>",
    # What the page around would obey
    "<base href=https://e.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<meta http-equiv=refresh content='0;url=https://e.example/'>",
    "<link rel=stylesheet href=//e.example/x.css>",
    "<link rel=prefetch href=https://e.example/x>",
    "<style>@import '//e.example/x.css'; *{background:url(//e.example/y)}</style>",
    "<p style=background:url(//e.example/x)>x</p>",
    "<p style=\"background:\\75rl(//e.example/x)\">x</p>",
    "<p style=\"background-image:image-set('//e.example/x' 1x)\">x</p>",
    "<p style=position:fixed;inset:0;z-index:999>x</p>",
    "<p class=md-overlay style=opacity:0>x</p>",
    "<div id=__config>{\"base\":\"https://e.example\",\"features\":[],\"search\":\"x\"}</div>",
    "<div id=__search data-md-toggle=search>x</div>",
    "<label for=__drawer>x</label>",
    "<form name=getElementById><input name=attributes></form>",
    "<img name=querySelector><img name=body><img id=defaultView name=forms>",
    "<a id=location$ href=javascript:alert(1)>x</a>",
    "<b data-md-component=palette data-clipboard-text=x>x</b>",
    "<pre class=mermaid><code>graph LR; A[\"<img src=x onerror=alert(1)>\"]</code></pre>",
    "<script async src=https://unpkg.com/x></script>",
    "<img src=http://e.example/x.png>",
    "<img srcset='//e.example/x 1x, http://e.example/y 2x'>",
    "<video poster=http://e.example/x src=//e.example/y></video>",
    "<audio src=https://e.example/x autoplay></audio>",
    "<video><track src=//e.example/x default></video>",
    "<table background=//e.example/x><td background=//e.example/y>z</table>",
    "<input type=image src=//e.example/x>",
    "<svg><path fill='url(//e.example/x#y)' d=M0 /></svg>",
    "<svg><style>@import '//e.example/x'</style></svg>",
    "<svg><filter id=f><feImage href=//e.example/x /></filter></svg>",
    # What parsers read differently
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math><annotation-xml encoding=text/html><style><img src=x onerror=alert(1)></style>"
    "</annotation-xml></math>",
    "<svg><title><style><img src=x onerror=alert(1)></style></title></svg>",
    "<svg><desc><noscript></desc></noscript><img src=x onerror=alert(1)></svg>",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>",
    "<noembed><p title=\"</noembed><img src=x onerror=alert(1)>\"></noembed>",
    "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>",
    "<select><template><style><a title=\"</style><img src onerror=alert(1)>\"></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--a--!><img src=x onerror=alert(1)>-->",
    "<!-- <!-- more --> --><img src=x onerror=alert(1)>",
    "<?xml <img src=x onerror=alert(1)>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "<!DOCTYPE x [<!ENTITY y '<img src=x onerror=alert(1)>'>]>&y;",
    "<plaintext><img src=x onerror=alert(1)>",
    "<p title='<b' onclick=alert(1)>x</p>",
    "<a title=\"a>b\" href=javascript:alert(1)>x</a>",
    "<a id>x</a><a name>y</a>",
    "<h1 title=\"a><img src=x onerror=alert(1)>\">x</h1>",
    "<img alt=\"`><img src=x onerror=alert(1)>\">",
    "<<img src=x onerror=alert(1)>>",
    "<img src=x onerror=alert(1)",
    "{{ 7*7 }}{% raw %}<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "![x](x){ onerror=alert(1) }",
    "<javascript:alert(1)>",
    "x{: onclick=alert(1) }",
    "`x`{ onmouseover=alert(1) }",
)  # fmt: skip

LINKS = """
## {0}

[{0}](b) [x]({0}) [x](<{0}>) ![{0}](a.png) <img src="a.png" alt="{1}"> **{0}** <{0}>
"""

BLOCKS = """
{0}
:   {0}

| {0} | x |
| --- | --- |
| {0} | y |

!!! note "{0}"

    {0}

x{{: title="{0}" #{0} .{0} }}

- [ ] {0}

``` {{ .python title="{0}" }}
{0}
```

[x][r] `{0}` ![x]({0})

[r]: {0} "{0}"
"""

CONFIG = """
site_name: Trial
site_url: https://example.org/sub/
theme:
  name: material
  font: false
  features: [navigation.indexes, content.code.copy, content.tooltips, search.highlight]
plugins:
  - search
  - byline: {{tags: {tags}, categories: {tags}, pagination_per_page: 500, sidebar_posts: 5}}
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - smarty
  - tables
  - toc: {{permalink: true}}
  - pymdownx.details
  - pymdownx.highlight: {{anchor_linenums: true}}
  - pymdownx.superfences
  - pymdownx.tasklist
"""


# One pixel.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def quoted(text: str) -> str:
    """Return a YAML scalar."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in written)


def batches(payloads: Sequence[str], size: int) -> Iterator[list[str]]:
    """Yield up to `size` at a time, and no more than front matter can hold several times."""
    batch: list[str] = []
    for payload in payloads:
        if len(batch) == size or sum(map(len, batch)) + len(payload) > 4_000:
            yield batch
            batch = []
        batch.append(payload)
    yield batch


def site(payloads: Sequence[str], *, size: int, listings: bool) -> dict[str, str | bytes]:
    """Return a project in which each payload stands wherever an author can write.

    Args:
        size: How many stand together, in one post and its fields.
        listings: Make pages for tags and categories, of which there are fewer then.
    """
    files: dict[str, str | bytes] = {"mkdocs.yml": CONFIG.format(tags=str(listings).lower())}
    folder = "docs/blog/posts"
    apart = 4 if listings else 1
    people = "authors:\n"
    refused = [each for each in payloads if is_refused(each)]
    taken = [each for each in payloads if each not in refused]
    groups = [*batches(taken, size), *batches(refused, size)]
    for number, batch in enumerate(groups):
        name = "refused" if batch[0] in refused else "fields"
        one, day = quoted(" ".join(batch)), f"2026-11-{number % 28 + 1:02}"
        people += f"  p{number}: {{name: {one}, description: {one}, pronouns: {one},"
        people += f" bio: {quoted(chr(10).join(batch))}}}\n"
        files[f"{folder}/{name}-{number}.md"] = post(
            "".join(LINKS.format(each, escape(each)) for each in batch),
            slug=f"{name}-{number}",
            date=f"{{created: {day}, updated: {day}}}",
            title=one,
            description=one,
            tags=f"[{', '.join(map(quoted, batch[::apart]))}]",
            categories=f"[{', '.join(map(quoted, batch[-1::-apart]))}]",
            authors=f"[p{number}, {', '.join(f'{{name: {quoted(each)}}}' for each in batch)}]",
            links=f"[{', '.join(f'{{label: {quoted(each)}, url: a.md}}' for each in batch)}]",
            corrections=f"[{{date: {day}, text: {one}}}]",
            mood=one,
        )
        files[f"{folder}/html-{number}.md"] = post(
            "\n\n".join(batch), slug=f"html-{number}", title="Hostile", date=day
        )
    good = addresses(payloads)
    bad = [each for each in payloads if each not in good]
    for kind, group in (("good", good), ("bad", bad)):
        for number, batch in enumerate(batches(group, size)):
            files[f"{folder}/{kind}-{number}.md"] = with_addresses(batch, f"{kind}-{number}")
    names = [name for name in payloads if "/" not in name and "\0" not in name]
    for number, name in enumerate(names[:: max(len(names) // 8, 1)]):
        safe = name.encode()[:100].decode(errors="ignore")
        files[f"{folder}/n{number}{safe}.md"] = post(
            "<b onclick=alert(1)>x</b>", date="2026-11-20"
        )
    files["docs/blog/.authors.yml"] = people
    files[f"{folder}/a.png"] = PICTURE
    return files


def is_refused(payload: str) -> bool:
    """Whether front matter, or Python's HTML parser, refuses a payload and what is with it."""
    one = quoted(payload)
    text = post(title=one, description=one, tags=f"[{one}]", authors=f"[{{name: {one}}}]")
    unreadable = "![" in payload or ("<!" in payload and "[" in payload)
    return unreadable or bool(parse_post(text.encode(), "x.md").problems)


def addresses(payloads: Sequence[str]) -> list[str]:
    """Return those that front matter takes for the address of a link."""
    return [
        each
        for each in payloads
        if not parse_post(with_addresses([each], "x").encode(), "x.md").problems
    ]


def with_addresses(batch: Sequence[str], slug: str) -> str:
    people = (f"{{name: n{index}, url: {quoted(url)}}}" for index, url in enumerate(batch))
    return post(
        slug=slug,
        title="Addresses",
        date="2026-11-20",
        links=f"[{', '.join(f'{{label: x, url: {quoted(url)}}}' for url in batch)}]",
        authors=f"[{', '.join(people)}]",
    )


# Before anything else on each page: what payloads call, and what they would break.
HOOKS = """
window.ran = []
for (const name of ["alert", "confirm", "msgbox", "print", "prompt"])
  Object.defineProperty(window, name, { value: (...args) => window.ran.push(name + args) })
"""

# What could still run, load or cover, in the browser's own reading of the page or of a part of it.
AUDIT = r"""
(root) => {
  const found = []
  const say = (element, why) => found.push(`${why}: ${element.outerHTML.slice(0, 200)}`)
  const raster = /^data:image\/(avif|gif|jpeg|png|webp);base64,/
  const plain = ["http:", "https:", "mailto:", "tel:", "blob:"]
  for (const element of (root || document).querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (/^on|^(srcdoc|formaction|ping|background|popover|autofocus)$/.test(name))
        say(element, name)
      if (/^(href|src|data|action|poster|cite|xlink:href|lowsrc|dynsrc)$/.test(name)) {
        const url = URL.canParse(value, document.baseURI) && new URL(value, document.baseURI)
        if (url && !plain.includes(url.protocol) && !raster.test(value)) say(element, name)
      }
    }
    const tag = element.localName
    if (/^(applet|base|embed|frame|object|portal|fencedframe|animate|set|use|foreignObject)$/
        .test(tag)) say(element, tag)
    if (element.closest(".byline-post, .byline-entry, .byline-profile, [data-alone]")) {
      if (/^(button|dialog|form|iframe|link|meta|script|select|style|template|textarea|title)$/
          .test(tag) && !element.closest(".md-code__nav, .md-clipboard")) say(element, tag)
      if (/fixed|sticky/.test(getComputedStyle(element).position)
          && !element.matches("[data-linenos]")) say(element, "position")
      if (/^__(config|search|palette|drawer|toc|nav)/.test(element.id)) say(element, "id")
    }
    if (tag == "meta" && element.httpEquiv == "refresh") say(element, "refresh")
  }
  for (const name of ["getElementById", "querySelector", "createElement", "body", "cookie"])
    if (document[name] instanceof Element && name != "body") found.push(`document.${name}`)
  return found
}
"""

# What a reader does: pass over links and titles, which the theme has tooltips for.
EVENTS = """
() => {
  for (const element of [...document.querySelectorAll(".md-content :is([title], a)")].slice(0, 99))
    for (const type of ["mouseover", "mouseenter", "focus", "pointerdown"])
      element.dispatchEvent(new Event(type, { bubbles: type == "mouseover" }))
}
"""
