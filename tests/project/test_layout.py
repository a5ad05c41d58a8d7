"""The layout of the code: imports go one way, in no circle, and what is long is divided."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from paths import PACKAGE

LEVELS = (
    {
        *("model", "problems", "option_types", "settings", "clock", "timeout"),
        *("i18n", "translations", "locales", "theme_names"),
    },
    {"content", "cache", "drawing"},
    {"git"},
    {"html"},
    {"markdown"},
    {"blog"},
    {"outputs"},
    {"search"},
    {"lint", "fix", "scaffold", "review", "report"},  # None of them knows another.
    {"host"},
    {"cli"},
)
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in PACKAGE.rglob("*.py")
}


def level(module: str) -> int:
    room = module.partition(".")[0]
    return next(at for at, rooms in enumerate(LEVELS) if room in rooms)


class _Imports(ast.NodeVisitor):
    """Modules of the package that one imports; those for types are not imported when it is run."""

    def __init__(self, *, types: bool) -> None:
        self.found: set[str] = set()
        self.types = types

    def visit_If(self, node: ast.If) -> None:
        if self.types or "TYPE_CHECKING" not in ast.unparse(node.test):
            self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        package, _, place = (node.module or "").partition(".")
        if package == "mkdocs_byline":
            names = (f"{place}.{each.name}".strip(".") for each in node.names)
            self.found |= {name if name in MODULES else place for name in names} - {""}


def imports(module: str, *, types: bool = False) -> set[str]:
    visitor = _Imports(types=types)
    visitor.visit(ast.parse(MODULES[module].read_text(encoding="utf-8")))
    return visitor.found - {module}


def test_every_room_has_its_level() -> None:
    rooms = {module.partition(".")[0] for module in MODULES} - {"__init__"}
    assert rooms == set().union(*LEVELS)


@pytest.mark.parametrize("module", [each for each in MODULES if each not in ("", "__init__")])
def test_imports_go_one_way(module: str) -> None:
    room, own = module.partition(".")[0], level(module)
    wrong = {
        each
        for each in imports(module, types=True)
        if level(each) > own or (level(each) == own and own and each.partition(".")[0] != room)
    }
    assert wrong <= {"cache.memo", "cache.digest"} if own == 1 else not wrong


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {module: imports(module) for module in MODULES}

    def circles(module: str, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if module in way:
            yield way[way.index(module) :]
        elif module not in done:
            for each in sorted(graph.get(module, ())):
                yield from circles(each, (*way, module))
            done.add(module)

    done: set[str] = set()
    assert [way for module in sorted(graph) for way in circles(module, ())] == []


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{module}.{node.name}"
        for module, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 80
    ]
    assert long == []


def test_the_host_is_easy_to_enter() -> None:
    assert len([each for each in (PACKAGE / "host").glob("*.py") if each.stem != "__init__"]) <= 20


def test_modules_are_described_by_what_they_are() -> None:
    """Each begins with the noun that one would search for, not with what goes in and comes out."""
    first = {
        module: (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[
            0
        ]
        for module, path in MODULES.items()
    }
    wrong = {module for module, line in first.items() if re.search(r"\bin[,;] .*\bout\b", line)}
    assert wrong | {module for module, line in first.items() if not line} == set()


# Of ordinary speech, each for something that the field has a word for: report, render
_BANNED = re.compile(
    r"(?:^|_)"
    r"(?:tells?|told|spar(?:e|ing)|stray|foretell|lest|strangers?|company|dear|news|adopt)"
    r"(?:_|$)"
)


def _defined(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a module gives to functions, classes, parameters and values."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr


def test_names_are_the_words_of_the_field() -> None:
    found = [
        f"{module}: {name}"
        for module, path in MODULES.items()
        for name in _defined(ast.parse(path.read_text(encoding="utf-8")))
        if _BANNED.search(name.lower())
    ]
    assert found == []


def _written(tree: ast.AST) -> Iterator[ast.Attribute]:
    """Yield the attributes that are assigned, with their objects."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            inner = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
            for each in inner:
                while isinstance(each, ast.Subscript):
                    each = each.value
                if isinstance(each, ast.Attribute):
                    yield each


def test_nobody_else_writes_fields_of_a_build_s_state() -> None:
    """Many modules read them; who changed one would have to be looked for in all."""
    found = [
        f"{path.relative_to(PACKAGE)}:{each.lineno}: {ast.unparse(each)}"
        for path in sorted((PACKAGE / "host").rglob("*.py"))
        for each in _written(ast.parse(path.read_text(encoding="utf-8")))
        if re.fullmatch(r"(.*\.)?state", ast.unparse(each.value))
    ]
    assert not found
