"""geth is built from source, and says in one sentence what it lacks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The tool alone, in a project where nothing is built yet."""
    shutil.copytree(ROOT / "toolbox" / "geth", tmp_path / "toolbox" / "geth")
    shutil.copy(ROOT / "toolbox" / "build_geth.py", tmp_path / "toolbox" / "build_geth.py")
    return tmp_path


def build(tree: Path, path: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, tree / "toolbox" / "build_geth.py"]
    return subprocess.run(command, env={"PATH": path}, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("version", "said"),
    [("", "Missing: Go 1.22 or later on PATH"), ("go1.21.13", "is go1.21.13"), ("what", "says 'what'")],
)
def test_without_a_go_that_can_build_it_one_sentence_says_so(tree: Path, version: str, said: str) -> None:
    """NETWORK-13: and nothing is left behind."""
    programs = tree / "programs"
    programs.mkdir()
    if version:
        (programs / "go").write_text(f"#!/bin/sh\necho {version}\n")
        (programs / "go").chmod(0o755)
    done = build(tree, str(programs) + (":/usr/bin:/bin" if version else ""))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert not (tree / ".tools").exists()


def test_a_build_that_fails_leaves_no_program(tree: Path) -> None:
    """NETWORK-13: half a program is none, and the reason is told."""
    programs = tree / "programs"
    programs.mkdir()
    (programs / "go").write_text(
        '#!/bin/sh\n[ "$1" = env ] && echo go1.24.1 && exit 0\necho "no space left" >&2\nexit 1\n'
    )
    (programs / "go").chmod(0o755)
    done = build(tree, f"{programs}:/usr/bin:/bin")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "geth could not be built: no space left"
    assert list((tree / ".tools").iterdir()) == []


def test_what_is_built_already_is_not_built_again(tree: Path) -> None:
    """NETWORK-13"""
    (tree / ".tools").mkdir()
    (tree / ".tools" / "geth-1.13.15").write_text("")
    done = build(tree, "")
    assert (done.returncode, done.stdout.strip()) == (0, str(tree / ".tools" / "geth-1.13.15"))
