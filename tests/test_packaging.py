"""The set-up holds together: bounds, locks, conda's file, the wheel, what is committed, what an import costs."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

LOCKS = {"requirements.lock": (), "requirements-dev.lock": ("lab", "dev")}


def wanted(extras: tuple[str, ...]) -> list[Requirement]:
    """What pyproject.toml asks for, with these extras."""
    lines = list(PROJECT["project"]["dependencies"])
    for extra in extras:
        lines += PROJECT["project"]["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


def pinned(lock: str) -> dict[str, list[tuple[Requirement, list[str]]]]:
    """Name to its entries (one for each marker), each with its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    entries: dict[str, list[tuple[Requirement, list[str]]]] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        requirement, *hashes = line.split("--hash=")
        parsed = Requirement(requirement.strip())
        entries.setdefault(canonicalize_name(parsed.name), []).append((parsed, [item.strip() for item in hashes]))
    return entries


def only_version(requirement: Requirement) -> Version:
    """The version that `name==version` names."""
    (specifier,) = requirement.specifier
    assert specifier.operator == "==", f"{requirement} is not pinned"
    return Version(specifier.version)


def committed_files() -> list[Path]:
    """What git has, or would add."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: there is no list of committed files")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_satisfies_pyproject(lock: str) -> None:
    entries = pinned(lock)
    for requirement in wanted(LOCKS[lock]):
        found = entries.get(canonicalize_name(requirement.name))
        assert found, f"{requirement.name} is not in {lock}: run make lock"
        for entry, _ in found:
            assert only_version(entry) in requirement.specifier, f"{lock} has {entry}, pyproject asks for {requirement}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_of_a_lock_has_hashes(lock: str) -> None:
    for entries in pinned(lock).values():
        for entry, hashes in entries:
            only_version(entry)
            assert hashes, f"{entry} in {lock} has no hash"
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in hashes), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links|(?<=[\s@])[./]*/\w", text)


def test_both_locks_pin_the_same_versions() -> None:
    base, full = (
        {name: {only_version(entry) for entry, _ in entries} for name, entries in pinned(lock).items()}
        for lock in LOCKS
    )
    assert {name: versions for name, versions in full.items() if name in base} == base


def test_conda_environment_is_base_and_lab() -> None:
    conda = PROJECT["tool"]["crisis-workbench"]["conda"]
    expected: dict[str, str] = {"python": PROJECT["project"]["requires-python"], "pip": ""}
    expected |= {item.name: str(item.specifier) for item in map(Requirement, PROJECT["build-system"]["requires"])}
    by_pip = ["--editable ."]
    for item in wanted(("lab",)):
        if item.name in conda["lacks"]:
            by_pip.append(str(item))
        else:
            expected[conda["names"].get(item.name, item.name)] = str(item.specifier)

    *entries, pip = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    found = {str(item.name): str(item.specifier) for item in map(Requirement, entries)}
    assert found == expected
    assert sorted(pip["pip"]) == sorted(by_pip)


def test_every_library_that_the_package_imports_is_a_dependency() -> None:
    sources = importlib.metadata.packages_distributions()
    declared = {canonicalize_name(item.name) for item in wanted(())}
    missing = set()
    for path in (ROOT / "workbench").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            for top in {name.partition(".")[0] for name in names} - {"workbench"} - sys.stdlib_module_names:
                owners = {canonicalize_name(owner) for owner in sources.get(top, [top])}
                if not owners & declared:
                    missing.add(f"{path.relative_to(ROOT)} imports {top}")
    assert not missing


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built in a folder of its own from the checkout as it stands."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_holds_the_package_and_the_notebooks(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("workbench/")}
    tree = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "workbench").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".DS_Store"
    }
    assert held == tree | {f"workbench/notebooks/{path.name}" for path in NOTEBOOKS}
    assert "workbench/py.typed" in held
    assert "workbench/notebooks/postmortem.ipynb" in held


def test_wheel_says_the_version_of_the_package(wheel: Path) -> None:
    import workbench

    (metadata,) = importlib.metadata.distributions(name="crisis-workbench", path=[str(wheel)])
    assert metadata.version == workbench.__version__


def test_wheel_brings_the_command(wheel: Path) -> None:
    (metadata,) = importlib.metadata.distributions(name="crisis-workbench", path=[str(wheel)])
    assert [(item.name, item.value) for item in metadata.entry_points if item.group == "console_scripts"] == [
        ("workbench", "workbench.cli:main")
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_committed_clean(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}
    assert set(notebook["metadata"].get("language_info", {})) <= {"name"}
    ids = [cell.get("id") for cell in notebook["cells"]]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    for cell in notebook["cells"]:
        assert set(cell["metadata"]) <= {"tags"}, cell["id"]
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None), cell["id"]


def test_what_is_committed_names_no_machine() -> None:
    hosts = ["pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org", "ana" + "conda.org"]
    checkout = [re.escape(str(ROOT)) + r"\b"] if len(ROOT.parts) > 2 else []
    machine = re.compile(
        "|".join([r"(?<![\w.])/(?:home|Users|root|work)/\w", *checkout, *map(re.escape, hosts)]).encode()
    )
    found = [
        f"{path.relative_to(ROOT)}: {hit.group().decode(errors='replace')}"
        for path in committed_files()
        for hit in machine.finditer(path.read_bytes())
    ]
    assert not found


def test_what_is_committed_is_small() -> None:
    sizes = {str(path.relative_to(ROOT)): path.stat().st_size for path in committed_files()}
    large = {name: size for name, size in sizes.items() if size > 3_000_000}
    assert not large


def test_personal_data_stay_out_of_git(tmp_path: Path) -> None:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    shutil.copy(ROOT / ".gitignore", tmp_path)
    kept = ["data/README.md", "data/plans/acme.yml", "reports/README.md", "workbench/data/words.yml"]
    left = [
        "data/archive/x.parquet",
        "data/incoming/x.csv",
        "data/events/acme.yml",
        "data/.key",
        "reports/acme/c/x.html",
    ]
    for name in [*kept, *left]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert sorted(listed.stdout.split()) == sorted([".gitignore", *kept])


def test_import_brings_no_heavy_library() -> None:
    code = "import json, sys, workbench; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert not loaded & {"pandas", "numpy", "scipy", "statsmodels", "plotly", "duckdb", "deltalake", "pyarrow"}
    assert not loaded & {"papermill", "nbconvert", "IPython", "pydantic", "rich"}
