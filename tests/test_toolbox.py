"""The compiler's disguise and the check of what is committed: tools that would fail silently."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "toolbox" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty project with our compiler in it and a cache of its own: nothing here touches the real one."""
    shutil.copytree(ROOT / "toolbox" / "solc", tmp_path / "toolbox" / "solc")
    (tmp_path / "node_modules").mkdir()
    for package in (ROOT / "node_modules").iterdir():
        if not package.name.startswith("."):
            (tmp_path / "node_modules" / package.name).symlink_to(package)
    return tmp_path


def standard_input(source: str) -> bytes:
    settings = {"outputSelection": {"*": {"*": ["abi"], "": ["ast"]}}, "evmVersion": "paris"}
    text = json.dumps(
        {"language": "Solidity", "sources": {"A.sol": {"content": source}}, "settings": settings}
    )
    return text.encode()


def compile_in(project: Path, source: str) -> dict:
    compiler = project / "toolbox" / "solc" / "solc-v0.8.28"
    done = subprocess.run([compiler, "--standard-json"], input=standard_input(source), capture_output=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def errors(output: dict) -> str:
    return " ".join(e["message"] for e in output.get("errors", []) if e["severity"] == "error")


IMPORTING = 'pragma solidity 0.8.28; import "{}"; contract A is B {{}}'
B = "pragma solidity 0.8.28; contract B {{ function {}() external {{}} }}"


def functions(output: dict) -> list[str]:
    return [entry["name"] for entry in output["contracts"]["A.sol"]["A"]["abi"]]


def test_the_compiler_names_its_version_as_py_solc_x_reads_it(project: Path) -> None:
    compiler = project / "toolbox" / "solc" / "solc-v0.8.28"
    answers = [subprocess.check_output([compiler, "--version"], text=True) for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0].startswith("Version: 0.8.28+commit.")


def test_an_output_longer_than_a_pipe_comes_whole_to_a_reader_that_does_not_block(project: Path) -> None:
    body = "".join(
        f"function f{i}(uint256 a) external pure returns (uint256) {{ return a; }}\n" for i in range(400)
    )
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)  # the other end of our pipe answers EAGAIN whenever it is full
    compiler = project / "toolbox" / "solc" / "solc-v0.8.28"
    process = subprocess.Popen([compiler, "--standard-json"], stdin=subprocess.PIPE, stdout=theirs)
    os.close(theirs)
    assert process.stdin is not None
    process.stdin.write(standard_input(f"pragma solidity 0.8.28; contract A {{ {body} }}"))
    process.stdin.close()
    with os.fdopen(ours, "rb") as reader:
        text = reader.read()
    assert process.wait() == 0
    assert len(text) > 1 << 18
    assert len(functions(json.loads(text))) == 400


def test_a_changed_import_is_compiled_anew(project: Path) -> None:
    (project / "B.sol").write_text(B.format("before"))
    assert functions(compile_in(project, IMPORTING.format("B.sol"))) == ["before"]
    assert functions(compile_in(project, IMPORTING.format("B.sol"))) == ["before"]
    (project / "B.sol").write_text(B.format("afterwards"))
    assert functions(compile_in(project, IMPORTING.format("B.sol"))) == ["afterwards"]


def test_nothing_outside_the_project_is_imported(project: Path) -> None:
    outside = project.parent / f"{project.name}-outside.sol"
    outside.write_text(B.format("stolen"))
    (project / "Link.sol").symlink_to(outside)
    for path in (str(outside), f"../{outside.name}", "Link.sol"):
        assert "no such file in the project" in errors(compile_in(project, IMPORTING.format(path))), path


def test_a_key_a_path_and_a_registry_are_seen_before_they_are_committed() -> None:
    faults = tool("check_committed").faults
    assert faults("a.py", f'PRIVATE_KEY = "0x{"ab" * 32}"')
    assert faults("a.pem", "-----BEGIN EC " + "PRIVATE KEY-----")
    assert faults("a.json", '{"ciphertext": "' + "0f" * 32 + '"}')
    assert faults("a.md", "see " + "/home" + "/somebody/notes.txt")
    assert faults("a.md", f"see {ROOT}/README.md")
    assert faults("package-lock.json", '"resolved": "' + "https://registry.example/solc.tgz" + '"')
    assert not faults(
        "a.md", "the app's /home and https://example.org/home/page, docs/home/, hash 0x" + "ab" * 32
    )


def test_uv_hears_what_pip_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("UV_DEFAULT_INDEX", "UV_FIND_LINKS", "SSL_CERT_FILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "wheels more-wheels")
    monkeypatch.setenv("PIP_CERT", "ours.pem")
    set_up = tool("set_up")
    heard = set_up.as_uv_reads_it([set_up.PYTHON, "-m", "pip"])
    assert heard["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert heard["UV_FIND_LINKS"] == "wheels,more-wheels"
    assert heard["SSL_CERT_FILE"] == "ours.pem"


def test_set_up_says_in_one_line_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "sh").symlink_to(shutil.which("sh") or "")
    for name in ("python", "python3", "python3.11", "python3.12"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 127\n")
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": str(tmp_path)}
    done = subprocess.run(
        ["sh", "toolbox/set_up.sh"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Missing: Python 3.11 or 3.12 with its venv module, on PATH or named by PYTHON=/path/to/python."
    ]


@pytest.mark.parametrize("version", ["", "v18.20.0"])
def test_set_up_asks_for_node_20(tmp_path: Path, version: str) -> None:
    if version:
        for name in ("node", "npm"):
            (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
            (tmp_path / name).chmod(0o755)
    command = [ROOT / ".venv" / "bin" / "python", "toolbox/set_up.py"]
    environment = {"PATH": f"{tmp_path}"} if not version else {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Missing: Node 20 or later" in done.stderr
    assert version in done.stderr


@pytest.mark.parametrize(("place", "work"), [("VENV", "python_work"), ("NODE_MODULES", "npm_work")])
def test_a_folder_that_is_a_link_is_not_emptied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, work: str
) -> None:
    set_up = tool("set_up")
    (tmp_path / "elsewhere").mkdir()
    for name in ("precious", ".made-from"):
        (tmp_path / "elsewhere" / name).touch()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setattr(set_up, place, tmp_path / "link")
    wanted = getattr(set_up, work)()
    wanted.make = lambda: pytest.fail("the folder behind the link was made anew")
    with pytest.raises(set_up.CannotGoOn, match="is a link"):
        wanted.do()
    assert {path.name for path in (tmp_path / "elsewhere").iterdir()} == {"precious", ".made-from"}
