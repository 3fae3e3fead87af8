"""Makes .venv and node_modules what the lock files say, and nothing when they are so already.

Standard library only, because it runs before anything is installed. Whatever the user has told pip about
indexes, wheel folders and certificates holds here too: uv, several times as fast as pip, is told the same.
Where uv cannot go on, pip does the work from the same hashed lock.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
OLDEST_NODE = 20

# Compiled parts of eth-brownie 1.22.2 that crash state machines and --coverage; the .py beside each works.
BROKEN_PARTS = ("coverage", "output", "stateful")

# pip's word -> the variables in which uv and its HTTP client look for the same thing.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
}


class CannotGoOn(Exception):
    """What is missing, in one line for the user."""


def main() -> int:
    """Exit status 0 when everything stands, 1 with one line on standard error when it cannot."""
    start = time.monotonic()
    try:
        need_node()
        with one_at_a_time():
            wanted = [work for work in (python_work(), npm_work()) if work]
            if not wanted:
                print("set-up: nothing to do, .venv and node_modules are what the lock files say")
                return 0
            do_together(wanted)
    except CannotGoOn as reason:
        print(reason, file=sys.stderr)
        return 1
    say(f"done in {time.monotonic() - start:.0f} s")
    return 0


def say(text: str) -> None:
    print(f"set-up: {text}", flush=True)


def need_node() -> None:
    """Node runs the compiler and Ganache, so its absence must show before minutes are spent."""
    found = (
        shutil.which("node")
        and subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    )
    if not found or not shutil.which("npm"):
        raise CannotGoOn(f"Missing: Node {OLDEST_NODE} or later with npm, on PATH.")
    if int(found.lstrip("v").split(".")[0]) < OLDEST_NODE:
        raise CannotGoOn(f"Missing: Node {OLDEST_NODE} or later; the node on PATH is {found}.")


class one_at_a_time:
    """Two set-ups in one folder would delete each other's files; the second waits for the first."""

    def __enter__(self) -> None:
        (ROOT / "var").mkdir(exist_ok=True)
        self.file = open(ROOT / "var" / "set-up.lock", "w")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up is under way here, waiting for it")
            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.file.close()


class Work:
    """One folder to be made, skipped when the stamp in it carries the key of what it is made from."""

    def __init__(self, name: str, folder: Path, sources: list[str], make) -> None:
        self.name, self.folder, self.make = name, folder, make
        key = hashlib.sha256(str(ROOT).encode())  # a moved virtual environment is a broken one
        for source in sources:
            key.update((ROOT / source).read_bytes())
        self.key, self.stamp = key.hexdigest(), folder / ".made-from"

    def is_done(self) -> bool:
        return self.stamp.exists() and self.stamp.read_text() == self.key

    def do(self) -> None:
        if self.folder.is_symlink():
            there = f"making it anew would empty {self.folder.resolve()}"
            raise CannotGoOn(f"{self.folder} is a link; {there}. Remove the link.")
        start = time.monotonic()
        self.stamp.unlink(missing_ok=True)
        self.make()
        self.stamp.write_text(self.key)
        say(f"{self.name}: done in {time.monotonic() - start:.0f} s")


def python_work() -> Work | None:
    work = Work("Python packages", VENV, ["requirements.txt", "toolbox/uv.txt"], make_venv)
    return None if work.is_done() and runs(PYTHON) else work


def npm_work() -> Work | None:
    work = Work(
        "npm packages", NODE_MODULES, ["package-lock.json", "package.json", ".npmrc"], make_node_modules
    )
    return None if work.is_done() else work


def runs(python: Path) -> bool:
    """False also where the interpreter that .venv links to was removed or is one we do not allow."""
    check = "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))"
    return python.exists() and subprocess.run([python, "-c", check], capture_output=True).returncode == 0


def do_together(works: list[Work]) -> None:
    """npm and Python wait for different servers, so side by side they take as long as the slower."""
    failures: list[Exception] = []

    def attempt(work: Work) -> None:
        try:
            work.do()
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=attempt, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def make_venv() -> None:
    say(f"Python packages: making .venv with Python {'.'.join(map(str, sys.version_info[:3]))}")
    run([sys.executable, "-m", "venv", "--clear", VENV], "the virtual environment")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r"]
    uv_came = run_quietly([*pip, "install", "--quiet", *locked, "toolbox/uv.txt"]) == 0
    say("Python packages: installing the locked set")
    with_uv = [VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    if "no-index" in dict(pip_settings(pip)):
        with_uv.append("--no-index")
    with_uv += ["--index-strategy", "unsafe-best-match", "--require-hashes", "-r", "requirements.txt"]
    if not uv_came or run_quietly(with_uv, env=as_uv_reads_it(pip)) != 0:
        say("Python packages: uv cannot be used here, going on with pip, which takes longer")
        run([*pip, "install", "--quiet", "--require-hashes", "-r", "requirements.txt"], "the Python packages")
    for folder in VENV.glob("lib/python3*/site-packages/brownie/test"):
        for part in BROKEN_PARTS:
            for compiled in folder.glob(f"{part}.*.so"):
                compiled.unlink()


def make_node_modules() -> None:
    say("npm packages: installing the locked set")
    run(["npm", "ci", "--no-progress", "--loglevel", "error"], "the npm packages")


def as_uv_reads_it(pip: list[object]) -> dict[str, str]:
    """The environment for uv, with what pip was told, unless the user spoke to uv directly."""
    environment = dict(os.environ)
    for word, value in pip_settings(pip):
        if word in PIP_TO_UV:
            values = value.replace("\\n", " ").split()
            environment.setdefault(PIP_TO_UV[word], ("," if word == "find-links" else " ").join(values))
    return environment


def pip_settings(pip: list[object]) -> list[tuple[str, str]]:
    """Word and value, the stronger first: pip lets a variable override [install], and that [global]."""
    listing = subprocess.run([*pip, "config", "list"], cwd=ROOT, capture_output=True, text=True).stdout
    said = re.findall(r"^([\w:]+)\.([\w-]+)='(.*)'$", listing, re.M)
    strength = {":env:": 0, "install": 1, "global": 2}
    return [
        found[1:]
        for found in sorted(said, key=lambda found: strength.get(found[0], 3))
        if found[0] in strength
    ]


def run(command: list[object], what: str) -> None:
    if run_quietly(command, show=True) != 0:
        raise CannotGoOn(f"Set-up stopped: {what} could not be installed; the lines above say why.")


def run_quietly(command: list[object], env: dict[str, str] | None = None, show: bool = False) -> int:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip
    if show and done.returncode:
        print(done.stdout.strip(), file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
