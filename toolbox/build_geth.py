"""Builds geth 1.13.15, the last release that seals by Clique, into .tools/: once, as geth/go.sum has it.

    python toolbox/build_geth.py          prints where the program is

Downloaded sources go into .tools/ too and are removed afterwards; what Go compiled stays in Go's usual cache.
The user's GOPATH is not touched.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "toolbox" / "geth"
PACKAGE = "github.com/ethereum/go-ethereum/cmd/geth"
VERSION = "1.13.15"
OLDEST_GO, CHECKS_LINKNAMES = (1, 22), (1, 23)
PROGRAM = ROOT / ".tools" / f"geth-{VERSION}"


def main() -> int:
    if not PROGRAM.exists():
        build(*go_or_end())
    print(PROGRAM)
    return 0


def go_or_end() -> tuple[str, tuple[int, ...]]:
    """The program and its version."""
    go = shutil.which("go")
    if go is None:
        sys.exit(
            "Missing: Go 1.22 or later on PATH. The validators are geth, which is built from its Go module."
        )
    asked = subprocess.run([go, "env", "GOVERSION"], capture_output=True, text=True, cwd=ROOT)
    said = asked.stdout.strip()
    try:
        found = tuple(int(part) for part in said.removeprefix("go").split(".")[:2])
    except ValueError:
        sys.exit(f"Missing: Go 1.22 or later; {go} says {said or asked.stderr.strip()!r} of itself.")
    if found < OLDEST_GO:
        sys.exit(f"Missing: Go 1.22 or later; {go} is {said}.")
    return go, found


def build(go: str, version: tuple[int, ...]) -> None:
    """Whole or not at all: the program is renamed into its place."""
    sources, part = ROOT / ".tools" / "go", PROGRAM.with_name(f"{PROGRAM.name}.part")
    environment = {
        **os.environ,
        "GOPATH": str(sources),
        "GOMODCACHE": str(sources / "pkg" / "mod"),
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
        # Sources that can be deleted again by who downloaded them; no other versions than the locked ones.
        "GOFLAGS": f"{os.environ.get('GOFLAGS', '')} -modcacherw -mod=readonly".strip(),
    }
    # A dependency of this release reads the clock by a linkname, which later linkers refuse unless told.
    flags = ["-ldflags=-checklinkname=0"] if version >= CHECKS_LINKNAMES else []
    started = time.monotonic()
    say(started, f"building geth {VERSION} from source: two to five minutes on two cores, once")
    PROGRAM.parent.mkdir(exist_ok=True)
    try:
        run([go, "build", "-v", "-trimpath", *flags, "-o", str(part), PACKAGE], environment, started)
        part.rename(PROGRAM)
    finally:
        part.unlink(missing_ok=True)
        shutil.rmtree(sources, ignore_errors=True)
    say(started, f"{PROGRAM.relative_to(ROOT)} is there")


def run(command: list[str], environment: dict[str, str], started: float) -> None:
    """Go prints a line for each module fetched and each package compiled; each hundredth is counted aloud."""
    process = subprocess.Popen(command, cwd=LOCK, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line.rstrip())
        if len(said) % 100 == 0:
            fetched = sum("downloading" in one for one in said)
            say(started, f"{fetched} modules fetched, {len(said) - fetched} packages compiled")
    if process.wait():
        sys.exit("geth could not be built: " + " | ".join(said[-5:]))


def say(started: float, what: str) -> None:
    print(f"[{time.monotonic() - started:4.0f} s] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
