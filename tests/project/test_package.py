"""The wheel that others install: complete, and enough by itself."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from email import message_from_string
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from building import AUTHORS, post, write
from paths import ROOT

SITE: dict[str, str | bytes] = {
    "mkdocs.yml": "site_name: Trial\ntheme: mkdocs\nplugins: [byline]\n",
    "docs/index.md": "# Home\n",
    "docs/blog/.authors.yml": AUTHORS,
    "docs/blog/posts/one.md": post("# One", date="2026-11-20", authors="[jane]"),
    "docs/blog/posts/two.md": post("# Two", date="2026-11-21", tags="[sea]"),
    "docs/blog/posts/2026-11-22-three.md": "# Three\n",
}


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both distributions with the hatchling that is installed; no registry is asked."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return out


def test_the_wheel_has_templates_styles_and_types(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "plugins" / "mkdocs_byline"
    wanted = {
        f"mkdocs_byline/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and path.suffix in (".py", ".html", ".css", ".typed")
    }
    assert "mkdocs_byline/py.typed" in wanted
    wanted.add("mkdocs_byline/errors.md")
    assert wanted <= names
    assert {name.split("/")[0] for name in names} == {"mkdocs_byline"} | {
        name.split("/")[0] for name in names if ".dist-info/" in name
    }


def test_the_source_distribution_has_what_the_wheel_is_built_from(dist: Path) -> None:
    (archive,) = dist.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = opened.getnames()
    for wanted in ("pyproject.toml", "README.md", "plugins/mkdocs_byline/host/plugin.py"):
        assert any(name.endswith(f"/{wanted}") for name in names)


def declared_dependencies(wheel: Path) -> set[Path]:
    """Return the installed files and folders of all that a wheel asks for."""
    (info,) = (path for path in zipfile.Path(wheel).iterdir() if path.name.endswith(".dist-info"))
    text = (info / "METADATA").read_text(encoding="utf-8")
    lines = message_from_string(text).get_all("Requires-Dist") or []
    found = dict[str, metadata.Distribution]()
    while lines:
        wanted = Requirement(lines.pop())
        if wanted.name not in found and (
            wanted.marker is None or wanted.marker.evaluate({"extra": ""})
        ):
            found[wanted.name] = metadata.distribution(wanted.name)
            lines += found[wanted.name].requires or []
    return {
        Path(str(each.locate_file(file.parts[0])))
        for each in found.values()
        for file in each.files or []
        if file.parts[0] not in ("..", "__pycache__")
    }


def test_a_fresh_environment_builds_a_site_with_the_wheel(dist: Path, tmp_path: Path) -> None:
    """Byline comes from the wheel, and from the test environment only what the wheel requires."""
    (wheel,) = dist.glob("*.whl")
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    python = next(
        path for path in (home / "bin/python", home / "Scripts/python.exe") if path.exists()
    )
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    purelib = run(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path
    ).strip()
    borrowed = tmp_path / "dependencies"
    borrowed.mkdir()
    for path in declared_dependencies(wheel):
        (borrowed / path.name).symlink_to(path)
    (Path(purelib) / "borrowed.pth").write_text(f"{borrowed}\n")

    write(tmp_path, SITE)
    run(python, "-m", "mkdocs", "build", "--strict", "--quiet", cwd=tmp_path)
    for page in ("20/one", "21/two", "22/three"):
        assert (tmp_path / f"site/blog/2026/11/{page}/index.html").is_file()
    assert (tmp_path / "site/assets/byline/byline.css").is_file()
    where = run(python, "-c", "import mkdocs_byline; print(mkdocs_byline.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(home)
    byline = next(
        path for path in (home / "bin/byline", home / "Scripts/byline.exe") if path.exists()
    )
    assert run(byline, "--version", cwd=tmp_path).startswith("byline, version ")
