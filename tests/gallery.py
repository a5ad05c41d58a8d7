"""Make pictures of the posts that are hardest to set, for a reviewer to look at.

Run by `make pictures`; it builds a blog of such posts in several languages, opens them in
Chromium as on a phone, on a desktop, in the dark and in print, and writes the pictures to
`.cache/pictures`. Arguments are parts of the pictures' names, to make those alone.
"""

# ruff: noqa: E501

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from bench.photographs import photograph
from browser import chromium, serving
from building import build, post

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / ".cache" / "pictures"

PEOPLE = [
    "Ada Lovelace", "Björn Ulvaeus", "Chimamanda Ngozi Adichie", "Dorothy Hodgkin", "Edsger W. Dijkstra",
    "فروغ فرخزاد", "Grace Hopper", "Hypatia", "Ingeborg Bachmann", "José Saramago", "Kenzaburō Ōe",
    "Wolfeschlegelsteinhausenbergerdorff",
]  # fmt: skip

CONFIG = """\
site_name: Worst cases
site_url: https://example.org/
theme: {{name: material, font: false, language: {language}, features: [navigation.indexes],
  palette: [{{media: "(prefers-color-scheme: light)", scheme: default}},
  {{media: "(prefers-color-scheme: dark)", scheme: slate}}]}}
plugins: [search, byline: {{tags: true, authors_profiles: true, history: false,
  embed_hosts: [www.youtube-nocookie.com]}}]
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, md_in_html, tables,
  pymdownx.arithmatex: {{generic: true}}, pymdownx.betterem, pymdownx.blocks.caption, pymdownx.caret,
  pymdownx.details, pymdownx.highlight, pymdownx.keys, pymdownx.mark, pymdownx.superfences,
  pymdownx.tabbed: {{alternate_style: true}}, pymdownx.tasklist: {{custom_checkbox: true}},
  pymdownx.tilde]
"""

# The interface's language, and a post in it: title, standfirst, text, quotation.
LANGUAGES = {
    "ar": (
        "لماذا ما زلنا نكتب الرسائل بخط اليد",
        "عن الورق والحبر والانتظار، وعن كلمات لا تصلح لغيرهما.",
        "كتبت جدتي 214 رسالة بين عامي 1951 و1968، ولم ترسل منها سوى تسع. وجدتها في صندوق HP LaserJet قديم، "
        "مرتبة حسب الشهر، وعلى كل مغلف (حتى الفارغ منها) طابع لم يُختم. لم تقل لأحد لماذا.",
        "من كتب فقد وضع عقله على الورق، ومن قرأ فقد دخل بيتا ليس له.",
    ),
    "fa": (
        "چرا هنوز با دست نامه می‌نویسیم",
        "دربارهٔ کاغذ و جوهر و انتظار، و واژه‌هایی که جای دیگری نمی‌نشینند.",
        "مادربزرگم میان سال‌های ۱۳۳۰ تا ۱۳۴۷ بیش از ۲۱۴ نامه نوشت و تنها نُه تا را فرستاد. آن‌ها را در جعبهٔ "
        "یک HP LaserJet کهنه یافتم، به ترتیب ماه، و روی هر پاکت (حتی خالی‌ها) تمبری مهرنخورده بود.",
        "هر که نامه می‌نویسد، چراغی در پنجره می‌گذارد.",
    ),
    "he": (
        "למה אנחנו עדיין כותבים מכתבים ביד",
        "על נייר, על דיו ועל המתנה, ועל מילים שאין להן מקום אחר.",
        "סבתא שלי כתבה 214 מכתבים בין 1951 ל־1968, ושלחה תשעה בלבד. מצאתי אותם בקופסה ישנה של HP LaserJet, "
        "מסודרים לפי חודשים, ועל כל מעטפה (גם על הריקות) בול שלא הוחתם.",
        "מי שכותב מכתב משאיר אור בחלון.",
    ),
    "ja": (
        "なぜ私たちは今も手紙を手で書くのか",
        "紙とインクと待つ時間、そしてほかの場所には収まらない言葉について。",
        "祖母は1951年から1968年までに214通の手紙を書き、そのうち九通しか出さなかった。古いHP LaserJetの箱の中に、"
        "月ごとに並べられた手紙を見つけた。空の封筒にまで、消印のない切手が貼ってあった。理由は誰にも話さなかった。",
        "手紙を書く人は、窓辺に灯りを置く人である。",
    ),
    "zh": (
        "为什么我们还在手写书信",
        "关于纸、墨水与等待，也关于那些无处安放的词语。",
        "祖母在1951年至1968年间写了214封信，只寄出九封。我在一只旧的HP LaserJet纸箱里找到了它们，"
        "按月份排好，每个信封（连空的也是）上都贴着没有盖戳的邮票。她没有对任何人说过原因。",
        "写信的人，是在窗前点灯的人。",
    ),
    "de": (
        "Warum wir Briefe noch immer von Hand schreiben: Donaudampfschifffahrtsgesellschaftspostbeamte",
        "Über Papier, Tinte und das Warten, und über Wörter, die nirgendwo sonst hingehören.",
        "Meine Großmutter schrieb zwischen 1951 und 1968 insgesamt 214 Briefe und schickte neun davon ab. Ich "
        "fand sie in der Schachtel eines HP LaserJet, nach Monaten geordnet, und auf jedem Umschlag (auch auf "
        "den leeren) klebte eine Marke ohne Stempel.",
        "Wer einen Brief schreibt, stellt ein Licht ins Fenster.",
    ),
}  # fmt: skip

SENTENCE = (
    "A paragraph of the longest essay, which says little and says it at length, so that a reader "
    "may see how lines, margins and headings hold over many screens of text. "
)
LONG = (SENTENCE * 4).strip()
TABLE = "\n".join(
    [
        "| " + " | ".join(f"Column {n}" for n in range(1, 13)) + " |",
        "|" + " --- |" * 12,
        *(
            "| " + " | ".join(f"value {n * row}" for n in range(1, 13)) + " |"
            for row in range(1, 6)
        ),
    ]
)
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
    '<rect width="100%" height="100%" fill="#8fb3a9"/>'
    '<circle cx="60%" cy="45%" r="30%" fill="#e9dfc7"/></svg>'
)
EVERYTHING = f"""
An opening paragraph with [a link](https://example.org/a/long/address), `inline code`, a
footnote[^1] and *emphasis*. {LONG}

![A disc](tall.svg){{ align=right width=200 }}

{LONG}

> A quotation that somebody said and that runs over more than one line, so that its measure and
> its slant can be judged.

## A heading of the second level, long enough to need a second line on most screens there are

- A list
- of three
- items

```python title="example.py"
def a_function_with_a_long_name(first: int, second: int, third: int) -> dict[str, list[int]]:
    return {{"answer": [first, second, third, first * second * third, first + second + third]}}
```

{TABLE}

!!! note "A remark"

    What is said aside.

![A wide picture](wide.svg)

### A third level

1. One
2. Two

[^1]: A note at the foot.
"""


WRITING = ROOT / "docs" / "byline" / "writing"


def _reach() -> dict[str, str | bytes]:
    """Return a post of all that the page for writers shows, and one with photographs."""
    text = WRITING.with_suffix(".md").read_text(encoding="utf-8")
    sources = re.findall(r"^````(?:markdown|html)\n(.*?)\n````$", text, re.M | re.S)
    folder = "docs/blog/posts/"
    files: dict[str, str | bytes] = {
        f"{folder}reach.md": post(
            "\n\nAnd then:\n\n".join([*sources, "*[HTML]: HyperText Markup Language"]),
            title="What an author reaches for", date="2026-11-15", authors="[p0]",
        ),
        f"{folder}photographs/index.md": post(
            f"{LONG}\n\n![Colours](a.jpg){{ .full }}\n\n{LONG}\n\n![Others](b.jpg)\n"
            f"/// caption\nColours of nothing, by *nobody*.\n///\n\n{LONG}\n\n"
            '<div class="grid" markdown>\n\n![A](a.jpg)\n\n![B](b.jpg)\n\n![C](c.jpg)\n\n</div>',
            title="Photographs", date="2026-11-14", authors="[p3]",
            image="{src: c.jpg, alt: Colours, caption: Without a subject, credit: A program}",
        ),
    }  # fmt: skip
    for number, name in enumerate("abc"):
        files[f"{folder}photographs/{name}.jpg"] = photograph(number)
    for path in WRITING.iterdir():
        files[f"{folder}writing/{path.name}"] = path.read_bytes()
    return files


def _posts() -> dict[str, str | bytes]:
    """Return the posts that are the same in each language of the interface."""
    names = "[" + ", ".join(f"p{n}" for n in range(len(PEOPLE))) + "]"
    title = (
        "Of the many ways in which a title may grow beyond what anybody would ever wish to read "
        "aloud in a single breath on a small screen of glass"
    )
    folder = "docs/blog/posts/"
    arabic = LANGUAGES["ar"]
    return {
        f"{folder}long-title.md": post(
            LONG, title=f'"{title}"', date="2026-11-20", authors="[p0]",
            description=f'"{LONG[:300]}"',
            categories="[A topic whose name is far longer than it has any need to be, Work, Sea]",
            tags="[a tag with so many words that it does not fit in one line of a telephone, b, c, "
            "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenbewahranstalt]",
        ),
        f"{folder}twelve-people.md": post(
            EVERYTHING, title="Twelve people wrote this", date="2026-11-19", authors=names,
            editors="[p1, p2]", translators="[p5]",
            corrections="[{date: 2026-11-21, text: The disc is not blue.}]",
        ),
        f"{folder}everything/index.md": post(
            EVERYTHING, title="Everything a post may hold", date="{created: 2026-11-18, updated: "
            "2026-11-21, reviewed: 2026-11-22}", authors="[p0, p5, p10]", tags="[sea, stairs]",
            categories="[Work]", description="One of each kind, to see how they stand together.",
            links="[blog/posts/long-title.md, {Elsewhere: 'https://example.org'}]",
        ),
        f"{folder}everything/tall.svg": PICTURE.format(w=300, h=500),
        f"{folder}everything/wide.svg": PICTURE.format(w=1600, h=700),
        f"{folder}tall.svg": PICTURE.format(w=300, h=500),
        f"{folder}wide.svg": PICTURE.format(w=1600, h=700),
        f"{folder}twelve-thousand-words.md": post(
            "\n\n".join(f"## Part {n}\n\n{LONG}\n\n{LONG}" for n in range(1, 61)),
            title="Twelve thousand words", date="2026-11-17", authors="[p3]",
        ),
        f"{folder}nothing-but-a-date.md": post("Short.", title="Plain", date="2025-02-03"),
        f"{folder}arabic-in-english.md": post(
            f"{arabic[2]}\n\n> {arabic[3]}\n\n## {arabic[0]}\n\n- {arabic[1]}\n- {arabic[3]}",
            title=arabic[0], description=arabic[1], date="2026-11-16", lang="ar", authors="[p5, p0]",
            categories="[رسائل]", tags="[ورق, Ink]",
        ),
        f"{folder}loose-tail.md": post("Text (and more).", title="'שלום (world)!'", date="2024-05-05"),
    }  # fmt: skip


def _site(language: str) -> dict[str, str | bytes]:
    people = "".join(
        f"  p{n}: {{name: {name}, description: Writes about the sea, pronouns: they}}\n"
        for n, name in enumerate(PEOPLE)
    )
    files = _posts() | _reach()
    if words := LANGUAGES.get(language):
        title, standfirst, text, quotation = words
        files["docs/blog/posts/native.md"] = post(
            f"{text}\n\n> {quotation}\n\n## {title}\n\n{text}\n\n- {standfirst}\n- {quotation}",
            title=f'"{title}"', description=f'"{standfirst}"', date="2026-11-22",
            authors="[p0, p5, p10]", editors="[p1]", categories="[HTML, Work]", tags="[HTML]",
            corrections="[{date: 2026-11-23, text: HTML 5 (2014)}]",
        )  # fmt: skip
    return {
        **files,
        "mkdocs.yml": CONFIG.format(language=language),
        "docs/blog/.authors.yml": f"authors:\n{people}",
        "docs/blog/index.md": "# Blog\n",
        "docs/blog/corrections/index.md": "# Corrections\n",
    }


@dataclass(frozen=True)
class Shot:
    """A picture to make: of which page, how wide, and as what (`dark`, `print`, `forced`)."""

    name: str
    url: str
    width: int
    mode: str = ""


def shots(language: str) -> Iterator[Shot]:
    """Yield the pictures of the site in one language."""
    pages = {
        "blog": "blog/",
        "archive": "blog/archive/",
        "topics": "blog/category/",
        "authors": "blog/author/",
        "author": "blog/author/p5/",
        "long-title": "blog/2026/11/20/{}/",
    }
    if language == "en":
        posts = {
            "everything": "2026/11/18/everything-a-post-may-hold",
            "people": "2026/11/19/twelve-people-wrote-this",
            "long-title": "2026/11/20/of-the-many-ways-in-which-a-title-may-grow-beyond-what-"
            "anybody-would-ever-wish-to-read-aloud-in-a-single-breath-on-a-small-screen-of-glass",
            "words": "2026/11/17/twelve-thousand-words",
            "plain": "2025/02/03/plain",
            "reach": "2026/11/15/what-an-author-reaches-for",
            "photographs": "2026/11/14/photographs",
            "arabic": "2026/11/16/لماذا-ما-زلنا-نكتب-الرسائل-بخط-اليد",
        }
        pages |= {name: f"blog/{url}/" for name, url in posts.items()}
        sizes = [("320", 320, ""), ("desktop", 1280, "")]
        for page in ("everything", "long-title", "reach"):
            yield Shot(f"en-{page}-dark", pages[page], 1280, "dark")
            yield Shot(f"en-{page}-print", pages[page], 794, "print dark")
            yield Shot(f"en-{page}-forced", pages[page], 1280, "forced")
            yield Shot(f"en-{page}-text200", pages[page], 1280, "text200")
        yield Shot("en-blog-dark", "blog/", 390, "dark")
    else:
        pages = {"native": "", "blog": "blog/", "archive": "blog/archive/"}
        sizes = [("phone", 390, ""), ("desktop", 1280, "")]
    for page, url in pages.items():
        for size, width, mode in sizes:
            yield Shot(f"{language}-{page}-{size}", url, width, mode)


def take(browser: Browser, address: str, shot: Shot) -> str:
    """Write a picture; return what is wrong with its page, if that can be measured."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": 800},
        color_scheme="dark" if "dark" in shot.mode else "light",
        forced_colors="active" if "forced" in shot.mode else "none",
    )
    page = context.new_page()
    page.goto(address + shot.url)
    if "text200" in shot.mode:
        page.add_style_tag(content="html { font-size: 250% !important }")
    if "print" in shot.mode:
        page.emulate_media(media="print")
        page.pdf(path=PICTURES / f"{shot.name}.pdf", format="A4")
    page.wait_for_load_state("networkidle")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.screenshot(path=PICTURES / f"{shot.name}.png", full_page=True)
    context.close()
    return f"{shot.name}: {width} px wide on {shot.width}" if width > shot.width else ""


def main() -> None:
    wanted = sys.argv[1:]
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for language in ("en", *LANGUAGES):
            chosen = [
                shot
                for shot in shots(language)
                if not wanted or any(word in shot.name for word in wanted)
            ]
            if not chosen:
                continue
            built = build(Path(folder) / language, _site(language))
            if built.error:
                sys.exit(f"{language}: {built.error}\n" + "\n".join(built.messages))
            native = (
                next((built.out / "blog/2026/11/22").glob("*/"), None)
                if language != "en"
                else None
            )
            with serving(built.out) as address:
                for shot in chosen:
                    if "-native-" in shot.name and native:
                        url = native.relative_to(built.out).as_posix() + "/"
                        shot = Shot(shot.name, url, shot.width, shot.mode)
                    if problem := take(browser, address, shot):
                        print(problem)


if __name__ == "__main__":
    main()
