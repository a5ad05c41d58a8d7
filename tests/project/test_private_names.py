"""Rules of the code's structure: who may use what of other packages."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mkdocs_byline
from mkdocs_byline.host import compat

PACKAGE = Path(mkdocs_byline.__file__).parent
TESTS = Path(__file__).resolve().parents[1]
# The only modules that may know private names of other packages.
DOORS = {Path("host/compat.py"), Path("markdown/speedups.py")}
DOCUMENTED = {"os._exit"}  # Public in spite of their names.
BY_NAME = {"delattr", "getattr", "hasattr", "setattr"}
# What tests need of MkDocs: a hook of their own, and to forget the plugins of another site.
FOR_TESTS = {
    "building.py": ["config.plugins._register_event"],
    "serving.py": ["MkDocsConfig._schema"],
}
_DOTTED = re.compile(r"[a-z]\w*(\.\w+)+$")  # A function by name, as `content.dates.parse_date`.


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


def private_names(source: str, *, ours: bool = False) -> list[str]:
    """Return what a module uses of the private names of others, sorted.

    Args:
        ours: Whether this package's are among them, which its own modules share within a room.
    """
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
            is_ours = isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "mkdocs_byline"
            )
            for alias in node.names if ours or not is_ours else ():
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
            if ours and called.endswith(("setattr", "setitem", "delattr")) and len(node.args) > 1:
                note(value_of(node.args[1]), ast.unparse(node))  # Of pytest's `monkeypatch`.
            if called.endswith("attrgetter"):
                for each in node.args:
                    note(value_of(each), ast.unparse(node))
            for keyword in node.keywords:  # As in `vars(module).update(_name=...)`.
                note(keyword.arg, f"{called}({keyword.arg}=)")
        elif ours and isinstance(node, ast.Constant) and _DOTTED.match(str(node.value)):
            for part in str(node.value).split("."):
                note(part, ast.unparse(node))
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


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from mkdocs_byline.model import _x", ["from mkdocs_byline.model import _x"]),
        ("from mkdocs_byline import model\nmodel._x", ["model._x"]),
        ("patch.setattr(model, '_x', 1)", ["patch.setattr(model, '_x', 1)"]),
        ("patch.setattr('mkdocs_byline.model._x', 1)", ["'mkdocs_byline.model._x'"]),
        ("off = {'content.svg._x': 1}", ["'content.svg._x'"]),
        ("from mkdocs_byline import model\nmodel.x\npatch.setattr(model, 'x', 'a b._c')", []),
    ],
)
def test_private_names_are_recognised_in_tests(source: str, found: list[str]) -> None:
    assert private_names(source, ours=True) == found


def test_tests_know_no_private_names() -> None:
    used = {
        path.relative_to(TESTS).as_posix(): names
        for path in sorted(TESTS.rglob("*.py"))
        if path != Path(__file__).resolve()
        if (names := private_names(path.read_text(encoding="utf-8"), ours=True))
    }
    assert used == FOR_TESTS


# Of what other packages' objects have, these are replaced, and nowhere but in one module.
PATCHED = {"__class__", "add_entry_from_context", "generate_search_index", "get_env", "getattr"}
PATCHED |= {"getitem", "root_render_func"}


def patches(source: str) -> list[str]:
    """Return what a module replaces on objects that are not its own, sorted."""
    found, tree = set(), ast.parse(source)
    classes = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    looped = {
        node.target.id: {each.value for each in node.iter.elts if isinstance(each, ast.Constant)}
        for node in ast.walk(tree)
        if isinstance(node, ast.For)
        and isinstance(node.target, ast.Name)
        and isinstance(node.iter, ast.Tuple)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            if node.attr in PATCHED and not (is_own and node.attr != "__class__"):
                found.add(ast.unparse(node))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("setattr", "delattr")
        ):
            name = node.args[1] if len(node.args) > 1 else None
            names = {name.value} if isinstance(name, ast.Constant) else set()
            names |= looped.get(ast.unparse(name), set()) if name else set()
            if node.args and ast.unparse(node.args[0]) in classes:
                continue  # The module's own.
            if not names or names & PATCHED:  # A name that is computed may be any.
                found.add(ast.unparse(node))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(").update"):
            found |= {ast.unparse(node) for each in node.keywords if each.arg in PATCHED}
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            of = ast.unparse(node.value)
            if ("vars(" in of or "__dict__" in of) and isinstance(node.slice, ast.Constant):
                found |= {ast.unparse(node)} if node.slice.value in PATCHED else set()
    return sorted(found)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("page.__class__ = Page", ["page.__class__"]),
        ("self.__class__ = Page", ["self.__class__"]),
        ("a.b.root_render_func: Root = c", ["a.b.root_render_func"]),
        ("env.getattr, env.getitem = a, b", ["env.getattr", "env.getitem"]),
        ("config.theme.get_env = a", ["config.theme.get_env"]),
        ("del env.getattr", ["env.getattr"]),
        ("for env.getattr in a: pass", ["env.getattr"]),
        ("setattr(env, 'getattr', a)", ["setattr(env, 'getattr', a)"]),
        ("object.__setattr__(env, 'x', a)", []),
        ("setattr(owner, name, a)", ["setattr(owner, name, a)"]),
        ("vars(env)['getattr'] = a", ["vars(env)['getattr']"]),
        ("env.__dict__['getattr'] = a", ["env.__dict__['getattr']"]),
        ("vars(env).update(getattr=a)", ["vars(env).update(getattr=a)"]),
        ("env.getattr(a, b)\na.__class__.__name__", []),
        ("class A:\n    def f(self):\n        self.getattr = 1", []),
        ("setattr(record, 'msg', a)", []),
        ("class A:\n    pass\nsetattr(A, name, a)", []),
        ("for name in ('msg', 'args'):\n    setattr(record, name, a)", []),
        ("for x in ('msg', 'getattr'):\n    setattr(env, x, a)", ["setattr(env, x, a)"]),
    ],
)
def test_patches_are_recognised(source: str, found: list[str]) -> None:
    assert patches(source) == found


def test_one_module_replaces_what_other_packages_objects_have() -> None:
    found = {
        path.relative_to(PACKAGE): each
        for path in sorted(PACKAGE.rglob("*.py"))
        if (each := patches(path.read_text(encoding="utf-8")))
    }
    assert {path: each for path, each in found.items() if path not in DOORS} == {}
    assert Path("host/compat.py") in found


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


def test_each_private_name_has_a_source_and_a_loss() -> None:
    parts = (*compat.PARTS, compat.server_part(), *indexes())
    assert all(re.search(r"/blob/\d[\w.]*/", part.source) and part.loss for part in parts)
    known = {word for part in parts for name in part.names for word in name.split(".")}
    used = {
        re.findall(r"\b_[A-Za-z]\w*", each)[-1]
        for each in private_names((PACKAGE / "host/compat.py").read_text(encoding="utf-8"))
    }
    assert used
    assert used - known == set()


def indexes() -> Iterator[compat.Part]:
    for names, source in compat.SEARCH_INDEXES.values():
        yield compat.Part(None, names, source, "said by `missing_of_plugins`")


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
