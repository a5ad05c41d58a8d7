"""SVG pictures opened by their own address in Chromium: what was let through runs nothing.

More pictures lie outside this repository, in BYLINE_SHARED or `../shared`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Request

from browser import serving
from building import build, post
from hostile import HOOKS
from mkdocs_byline.content.svg import active_content
from paths import SHARED

SVG = "http://www.w3.org/2000/svg"
HTML = "http://www.w3.org/1999/xhtml"
RECT = "<rect width='99' height='99'/>"
FOLLOWED = '<!ENTITY % p ""> %p;'  # Where expat stops reading declarations.
XHTML = '"-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"'


def drawing(inner: str = RECT, prolog: str = "", attributes: str = "") -> str:
    spaces = f"xmlns='{SVG}' xmlns:l='http://www.w3.org/1999/xlink'"
    return f"{prolog}<svg {spaces} {attributes}>{inner}</svg>"


def declared(declarations: str, inner: str = RECT, attributes: str = "") -> str:
    return drawing(inner, f"<!DOCTYPE svg [{declarations}]>", attributes)


def styled(style: str) -> str:
    return drawing(f"<style>{style}</style>{RECT}")


HOSTILE: dict[str, str | bytes] = {
    # Declarations of its own
    "attribute": declared("<!ATTLIST svg onload CDATA 'alert(1)'>"),
    "attribute-after-reference": declared(f"{FOLLOWED}<!ATTLIST svg onload CDATA 'alert(1)'>"),
    "attribute-after-unknown": drawing(
        RECT, "<!DOCTYPE svg SYSTEM 'x' [%u; <!ATTLIST svg onload CDATA 'alert(1)'>]>"
    ),
    "attribute-fixed": declared(f"{FOLLOWED}<!ATTLIST rect onclick CDATA #FIXED 'alert(1)'>"),
    "attribute-in-reference": declared(
        "<!ENTITY % p \"<!ATTLIST svg onload CDATA 'alert(1)'>\"> %p;"
    ),
    "attribute-of-link": declared(
        f"{FOLLOWED}<!ATTLIST a href CDATA 'javascript:alert(1)'>", f"<a>{RECT}</a>"
    ),
    "attribute-standalone": '<?xml version="1.0" standalone="yes"?>'
    + declared(f"{FOLLOWED}<!ATTLIST svg onload CDATA 'alert(1)'>"),
    "entity": declared("<!ENTITY e '<script>alert(1)</script>'>", "&e;"),
    "entity-after-reference": declared(
        f"{FOLLOWED}<!ENTITY e '<script>alert(1)</script>'>", "&e;"
    ),
    "entity-in-address": declared(
        f"{FOLLOWED}<!ENTITY e 'javascript:alert(1)'>", f"<a href='&e;'>{RECT}</a>"
    ),
    "entity-in-style": declared(
        f"{FOLLOWED}<!ENTITY e '@import \"//e.example/x\";'>", "<style>&e;</style>"
    ),
    "entity-twice": declared(
        "<!ENTITY % p \"<!ENTITY e '<script>alert(1)</script>'>\"> %p; <!ENTITY e 'x'>", "&e;"
    ),
    "namespace": declared(
        f"{FOLLOWED}<!ATTLIST x:script xmlns:x CDATA '{SVG}'>",
        "<g xmlns:x='urn:x'><x:script>alert(1)</x:script></g>",
    ),
    "namespace-of-html": declared(
        f"{FOLLOWED}<!ATTLIST script xmlns CDATA '{HTML}'>", "<script>alert(1)</script>"
    ),
    "entities-of-html": drawing(
        f"<a href='javascript&colon;alert(1)'>{RECT}</a>", f"<!DOCTYPE svg PUBLIC {XHTML}>"
    ),
    "entities-of-html-in-style": drawing(
        f"<style>rect {{ fill: url&lpar;//e.example/x#y) }}</style>{RECT}",
        f"<!DOCTYPE svg PUBLIC {XHTML}>",
    ),
    # Encodings
    "utf-16": drawing("<script>alert(1)</script>").encode("utf-16"),
    "utf-16-plain": drawing("<script>alert(1)</script>").encode("utf-16-le"),
    "utf-7": "<?xml version='1.0' encoding='utf-7'?>"
    + drawing("+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
    "iso-2022-jp": b"<?xml version='1.0' encoding='iso-2022-jp'?>"
    + drawing("\x1b$B<script>alert(1)</script>\x1b(B").encode(),
    "shift-jis": b"<?xml version='1.0' encoding='shift_jis'?>"
    + drawing("<g id='?'><g id='><script>alert(1)</script>'/></g>")
    .encode()
    .replace(b"?'>", b"\x81'>"),
    # Scripts
    "script": drawing("<script>alert(1)</script>"),
    "script-prefixed": drawing(f"<x:script xmlns:x='{SVG}'>alert(1)</x:script>"),
    "script-of-html": drawing(f"<script xmlns='{HTML}'>alert(1)</script>"),
    "script-in-data": drawing("<script><![CDATA[alert(1)]]></script>"),
    "script-before-error": drawing("<script>alert(1)</script><g>"),
    "script-in-title": drawing("<title><script>alert(1)</script></title>"),
    "script-in-metadata": drawing("<metadata><script>alert(1)</script></metadata>"),
    "script-in-label": drawing(
        f"<foreignObject><p xmlns='{HTML}'><script>alert(1)</script></p></foreignObject>"
    ),
    "onload": drawing(attributes="onload='alert(1)'"),
    "onload-after-rest": "<!-- x --><?x y?>" + drawing(attributes="onload='alert(1)'"),
    "onclick": drawing("<rect onclick='alert(1)' width='9' height='9'/>"),
    "onbegin": drawing(
        "<rect><animate attributeName='x' to='1' dur='1s' onbegin='alert(1)'/></rect>"
    ),
    "onerror": drawing("<image href='nothing' onerror='alert(1)'/>"),
    "onerror-of-html": drawing(
        f"<foreignObject><img xmlns='{HTML}' src='nothing' onerror='alert(1)'/></foreignObject>"
    ),
    "address": drawing(f"<a href='javascript:alert(1)'>{RECT}</a>"),
    "address-xlink": drawing(f"<a l:href=' java&#10;script:alert(1)'>{RECT}</a>"),
    "address-of-html": drawing(
        f"<foreignObject><a xmlns='{HTML}' href='javascript:alert(1)'>x</a></foreignObject>"
    ),
    "address-set": drawing(
        f"<a><set attributeName='href' to='javascript:alert(1)'/>{RECT}</a>"
    ),
    "address-moved": drawing(
        "<a><animate attributeName='href' from='#' to='javascript:alert(1)' dur='1s' "
        f"fill='freeze'/>{RECT}</a>"
    ),
    "frame": drawing(
        f"<foreignObject><iframe xmlns='{HTML}' src='javascript:parent.alert(1)'/></foreignObject>"
    ),
    "frame-text": drawing(
        f"<foreignObject><iframe xmlns='{HTML}' "
        "srcdoc='&lt;script>parent.alert(1)&lt;/script>'/></foreignObject>"
    ),
    "page": f"<html xmlns='{HTML}'><script>alert(1)</script></html>",
    "page-body": f"<body xmlns='{HTML}' onload='alert(1)'/>",
    "transformed": "<?xml-stylesheet type='text/xsl' href='#x'?>"
    "<x:stylesheet id='x' version='1.0' xmlns:x='http://www.w3.org/1999/XSL/Transform'>"
    f"<x:template match='/'><html xmlns='{HTML}'><script>alert(1)</script></html>"
    "</x:template></x:stylesheet>",
    # Other hosts
    "style-sheet": f"<?xml-stylesheet href='http://e.example/x.css'?>{drawing()}",
    "import": styled("@import 'http://e.example/x.css';"),
    "import-url": styled("@import url(//e.example/x.css);"),
    "import-escaped": styled("@\\69mport '//e.example/x.css';"),
    "import-in-data": styled("<![CDATA[@import '//e.example/x.css';]]>"),
    "import-in-pieces": styled("@imp<![CDATA[ort '//e.example/x.css';]]>"),
    "import-in-media": styled("@media all {} </style><style>@import '//e.example/x.css';"),
    "fill": drawing("<rect fill='url(//e.example/x#y)' width='9' height='9'/>"),
    "fill-escaped": drawing(
        "<rect fill='u\\72l(\\2f\\2f e.example/x#y)' width='9' height='9'/>"
    ),
    "fill-styled": drawing(
        "<rect style='fill: url(\"http://e.example/x#y\")' width='9' height='9'/>"
    ),
    "filter": styled("rect { filter: url(//e.example/x#y) }"),
    "mask": styled("svg { mask-image: url(/\\\\e.example/x) }"),
    "background": styled("svg { background: url( '\\\n//e.example/x' ) }"),
    "image-set": styled("svg { background: image-set('//e.example/x' 1x) }"),
    "cursor": styled("rect { background: -webkit-image-set(url(//e.example/x) 1x) }"),
    "font": styled("@font-face { font-family: x; src: url(//e.example/x) } svg { font: 9px x }")
    .replace(RECT, "<text y='9'>x</text>"),
    "image": drawing("<image href='//e.example/x.png' width='9' height='9'/>"),
    "image-xlink": drawing("<image l:href='http:/e.example/x.png' width='9' height='9'/>"),
    "image-slashes": drawing("<image href='\\\\e.example/x.png' width='9' height='9'/>"),
    "image-break": drawing("<image href='/&#9;/e.example/x.png' width='9' height='9'/>"),
    "image-set-later": drawing(
        "<image width='9' height='9'><set attributeName='href' to='//e.example/x.png'/></image>"
    ),
    "image-filter": drawing(
        "<filter id='f'><feImage href='//e.example/x.png'/></filter>"
        "<rect filter='url(#f)' width='9' height='9'/>"
    ),
    "fill-set": drawing(
        "<rect width='9' height='9'><set attributeName='fill' to='url(//e.example/x#y)'/></rect>"
    ),
    "use": drawing("<use href='http://e.example/x.svg#y'/>"),
    "label-image": drawing(
        f"<foreignObject><img xmlns='{HTML}' src='//e.example/x.png'/></foreignObject>"
    ),
    "label-images": drawing(
        f"<foreignObject><img xmlns='{HTML}' srcset='//e.example/x.png 1x'/></foreignObject>"
    ),
    "label-background": drawing(
        f"<foreignObject><table xmlns='{HTML}' background='//e.example/x.png'/></foreignObject>"
    ),
    "base": drawing("<image href='x.png' width='9' height='9'/>", "", "xml:base='//e.example/'"),
    "link": drawing(f"<link xmlns='{HTML}' rel='stylesheet' href='//e.example/x.css'/>"),
    "refresh": drawing(
        f"<meta xmlns='{HTML}' http-equiv='refresh' content='0;url=http://e.example/'/>"
    ),
}  # fmt: skip

# What drawing programs write, and people.
HARMLESS: dict[str, str | bytes] = {
    "plain": drawing(),
    "byte-order-mark": "\ufeff" + drawing("<text>ä</text>"),
    "doctype": drawing(
        "<text>a &amp; b&#160;&lt;</text>",
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Generator -->'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n'
        ' "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    ),
    "short-doctype": drawing(RECT, "<!DOCTYPE svg>"),
    "old-encoding": drawing(RECT, '<?xml version="1.0" encoding="iso-8859-1"?>'),
    "instruction": drawing("<metadata><?xpacket begin='x' id='y'?></metadata>"),
    "styles": styled(
        "@namespace svg url(http://www.w3.org/2000/svg);"
        "@font-face { font-family: x; src: url(data:font/woff2;base64,AAAA) }"
        ".a { fill: url(#b); font-family: 'Fira Sans'; content: '\\201C' }"
        "rect { filter: url('#c'); transform: rotate(45deg) }"
    ),
    "link": drawing(f"<a l:href='https://example.org/?a=b&amp;c' target='_blank'>{RECT}</a>"),
    "pictures": drawing(
        "<image href='data:image/png;base64,AAAA'/><image href='photo.jpg'/><use href='#x'/>"
    ),
    "label": drawing(
        f"<switch><foreignObject><div xmlns='{HTML}' style='color: red' data-x='y'>A "
        "<b>label</b></div></foreignObject><text>A label</text></switch>"
    ),
    "moving": drawing("<circle r='9'><animate attributeName='r' values='1;9' dur='1s'/></circle>"),
    "program": drawing(
        "<inkscape:path-effect xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape'/>",
        "",
        "content='&lt;mxfile host=&quot;https://app.diagrams.net&quot;>image=url(https://x)'",
    ),
}


def encoded(picture: str | bytes) -> bytes:
    return picture if isinstance(picture, bytes) else picture.encode()


def acting(pictures: Mapping[str, str | bytes], browser: Browser, root: Path) -> dict[str, str]:
    """Open each picture and return what it did: run a script, or ask another host.

    Several are open at a time, each in a frame: a page of its own takes Chromium much longer.
    """
    for name, picture in pictures.items():
        (root / f"{name}.svg").write_bytes(encoded(picture))
    done: dict[str, str] = {}
    asked: dict[str, list[str]] = {}

    def look(request: Request) -> None:
        if urlsplit(request.url).hostname not in (None, "127.0.0.1"):
            frame = request.frame
            while frame.name not in pictures and frame.parent_frame:
                frame = frame.parent_frame
            asked.setdefault(frame.name, []).append(request.url)

    context = browser.new_context()
    context.add_init_script(HOOKS)
    context.on("request", look)
    page = context.new_page()
    names = list(pictures)
    with serving(root) as address:
        for at in range(0, len(names), 25):
            some = names[at : at + 25]
            frames = "".join(
                f'<iframe name="{each}" src="{quote(each)}.svg"></iframe>' for each in some
            )
            (root / "some.html").write_text(f"<!doctype html>{frames}")
            asked.clear()
            page.goto(f"{address}some.html")
            page.evaluate(
                f"for (const each of Array.from(frames)) try {{ ({TOUCH})(each) }} catch {{}}"
            )
            page.wait_for_timeout(20)
            ran = page.evaluate(RAN)
            assert "" not in asked
            for name, calls in zip(some, ran, strict=True):
                if calls or name in asked:
                    done[name] = f"ran {calls}, asked {asked.get(name)}"
    context.close()
    return done


# Scripts in addresses run when the link is followed.
TOUCH = """
({ document, MouseEvent }) => {
  for (const element of document.querySelectorAll("*")) {
    const href = element.href?.animVal ?? element.href ?? ""
    if (element.localName == "a" && !/^ *j/.test(href)) continue
    element.dispatchEvent(new MouseEvent("click", { bubbles: false, cancelable: true }))
  }
}
"""
# A frame that has gone to another host, which is noted, lets nobody look into it.
RAN = """
() => Array.from(frames, (each) => { try { return each.ran } catch { return [] } })
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_acts_is_refused(name: str) -> None:
    found = active_content(encoded(HOSTILE[name]))
    assert found
    assert found[0] >= 1
    assert found[1] >= 1


@pytest.mark.parametrize("name", HARMLESS)
def test_what_programs_draw_is_let_through(name: str) -> None:
    assert active_content(encoded(HARMLESS[name])) is None


def test_chromium_does_nothing_with_what_is_let_through(browser: Browser, tmp_path: Path) -> None:
    done = acting(HOSTILE, browser, tmp_path)
    assert len(done) > len(HOSTILE) * 2 / 3, "Chromium no longer acts on what is refused here"
    assert acting(HARMLESS, browser, tmp_path) == {}


def test_chromium_reads_no_more_than_was_judged(browser: Browser, tmp_path: Path) -> None:
    """Hostile and harmless pictures, cut up and put together by chance."""
    chance = random.Random(13)  # The same pictures each time.
    texts = [
        encoded(each).decode("utf-8", "replace")
        for each in (*HOSTILE.values(), *HARMLESS.values())
    ]
    pieces = ["<!--", "-->", "<![CDATA[", "]]>", "<?x ", "?>", "]>", "[", "<g>", "</g>"]
    pieces += ["'", '"', ">", "<", "&x;", "%p;", "\0", " ", "xmlns:x='urn:x'"]
    found: dict[str, str | bytes] = {}
    tried = 0
    while len(found) < 120 and tried < 100_000:
        tried += 1
        one, other = chance.sample(texts, 2)
        at, to = chance.randrange(len(one)), chance.randrange(len(other))
        made = chance.choice(
            (
                one[:at] + chance.choice(pieces) + one[at:],
                one[:at] + one[at + chance.randrange(12) :],
                one[:at] + other[to : to + 40] + one[at:],
                one.replace(chance.choice(pieces), chance.choice(pieces), 1),
            )
        )
        if made not in texts and active_content(made.encode()) is None:
            found[f"made-{len(found)}"] = made
    assert len(found) == 120
    assert acting(found, browser, tmp_path) == {}


def test_pictures_from_elsewhere(browser: Browser, tmp_path: Path) -> None:
    folder = SHARED / "cases/hostile-svg/docs/blog/posts"
    if not folder.is_dir():
        pytest.skip(f"needs {folder}; set BYLINE_SHARED to the folder that has cases/")
    pictures = {path.stem: path.read_bytes() for path in sorted(folder.glob("*.svg"))}
    accepted = {name: each for name, each in pictures.items() if active_content(each) is None}
    assert len(accepted) < len(pictures)
    assert acting(accepted, browser, tmp_path) == {}


def test_a_refused_picture_is_not_published(tmp_path: Path) -> None:
    folder = "docs/blog/posts"
    files = {
        f"{folder}/good.md": post("# Good\n\nText.", date="2026-11-20"),
        f"{folder}/a.svg": HOSTILE["attribute-after-reference"],
        f"{folder}/b.svg": HARMLESS["doctype"],
    }
    built = build(tmp_path, files)
    assert built.codes == ["BY325"]
    assert built.messages[0].startswith(f"{folder}/a.svg:1:15: BY325 the document type has")
    shown = build(tmp_path, command="serve")
    assert "blog/a.svg" not in shown
    assert "blog/b.svg" in shown


@pytest.mark.parametrize(
    ("document_type", "inner", "what"),
    [
        (f"<!DOCTYPE svg PUBLIC {XHTML}>", RECT, "not SVG's"),
        ("<!DOCTYPE svg SYSTEM 'x.dtd'>", RECT, "not SVG's"),
        ('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">', "<g id='a&colon;b'/>", "&colon;"),
    ],
)
def test_no_document_type_brings_entities(document_type: str, inner: str, what: str) -> None:
    found = active_content(drawing(inner, document_type).encode())
    assert found
    assert what in found[2]
