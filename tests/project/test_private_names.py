"""Rules of the code's structure: who may use what of other packages."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import mkdocs_byline

PACKAGE = Path(mkdocs_byline.__file__).parent
# The only modules that may know private names of other packages.
DOORS = {Path("host/compat.py"), Path("markdown/speedups.py")}
DOCUMENTED = {"os._exit"}  # Public in spite of their names.
BY_NAME = {"delattr", "getattr", "hasattr", "setattr"}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name.strip("_") != ""


def of_the_module(tree: ast.Module) -> set[str]:
    """Return the private names that a module itself gives to its classes and their objects."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
                names.add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def private_names(source: str) -> list[str]:
    """Return what a module uses of the private names of others, sorted."""
    tree = ast.parse(source)
    own = of_the_module(tree)
    constants = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = set()

    def value_of(node: ast.expr) -> object:
        if isinstance(node, ast.Name):
            return constants.get(node.id)
        return node.value if isinstance(node, ast.Constant) else None

    def note(name: object, shown: str) -> None:
        is_others = isinstance(name, str) and is_private(name) and name not in own
        if is_others and shown not in DOCUMENTED:
            found.add(shown)

    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")):
                note(node.attr, ast.unparse(node))
        elif isinstance(node, ast.ImportFrom | ast.Import):
            ours = isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "mkdocs_byline"
            )
            for alias in node.names if not ours else ():
                for part in (*(getattr(node, "module", None) or "").split("."), alias.name):
                    if part != "__future__":
                        note(part, ast.unparse(node))
        elif isinstance(node, ast.Subscript):
            if "vars(" in (of := ast.unparse(node.value)) or "__dict__" in of:
                note(value_of(node.slice), ast.unparse(node))
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in BY_NAME and len(node.args) > 1:
                note(value_of(node.args[1]), ast.unparse(node))
            if called.endswith("attrgetter"):
                for each in node.args:
                    note(value_of(each), ast.unparse(node))
            for keyword in node.keywords:  # As in `vars(module).update(_name=...)`.
                note(keyword.arg, f"{called}({keyword.arg}=)")
    return sorted(found)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import a\na._b()", ["a._b"]),
        ("import a\na.b._c.d", ["a.b._c"]),
        ("class A(B):\n    def f(self):\n        super()._g()", ["super()._g"]),
        ("from a import _b", ["from a import _b"]),
        ("from a._b import c", ["from a._b import c"]),
        ("import _a", ["import _a"]),
        ("hasattr(a, '_b')", ["hasattr(a, '_b')"]),
        ("N = '_b'\nsetattr(a, N, 1)", ["setattr(a, N, 1)"]),
        ("vars(a)['_b'] = 1", ["vars(a)['_b']"]),
        ("a.__dict__['_b']", ["a.__dict__['_b']"]),
        ("vars(a).update(_b=1)", ["vars(a).update(_b=)"]),
        ("from __future__ import annotations\nimport os\nos._exit(1)\na.__dict__", []),
        ("class A:\n    def _f(self, other):\n        other._f()\n        self._g", []),
        ("from mkdocs_byline.model import _x", []),
    ],
)
def test_private_names_are_recognised(source: str, found: list[str]) -> None:
    assert private_names(source) == found


def modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(mkdocs_byline.__path__, "mkdocs_byline."):
        yield module.name


def test_one_module_knows_private_names_of_other_packages() -> None:
    used = {
        path.relative_to(PACKAGE): names
        for path in sorted(PACKAGE.rglob("*.py"))
        if (names := private_names(path.read_text(encoding="utf-8")))
    }
    assert {path: names for path, names in used.items() if path not in DOORS} == {}
    assert Path("host/compat.py") in used


def test_no_class_overrides_a_private_method_of_another_package() -> None:
    doors = {".".join(("mkdocs_byline", *path.with_suffix("").parts)) for path in DOORS}
    found = []
    for name in modules():
        module = importlib.import_module(name)
        for kind in vars(module).values():
            if not inspect.isclass(kind) or kind.__module__ != name or name in doors:
                continue
            others = [
                base for base in kind.__mro__ if not base.__module__.startswith("mkdocs_byline")
            ]
            found += [
                f"{kind.__qualname__}.{each}"
                for each, value in vars(kind).items()
                if is_private(each) and getattr(value, "__module__", None) == name
                if any(each in vars(base) for base in others)
            ]
    assert found == []
