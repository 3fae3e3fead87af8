"""Compiles the contracts, and does nothing when none of what goes into them has changed."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = ROOT / "build" / ".made-from"


def key() -> str:
    """Names and contents of sources, settings and the compiler's and OpenZeppelin's pinned versions."""
    digest = hashlib.sha256()
    settings = [ROOT / "brownie-config.yaml", ROOT / "package-lock.json"]
    for file in sorted((ROOT / "contracts").rglob("*.sol")) + settings:
        digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def main() -> int:
    """Exit status of `brownie compile`. A second call in the same folder waits for the first."""
    STAMP.parent.mkdir(exist_ok=True)
    with open(STAMP.parent / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = key()
        if STAMP.exists() and STAMP.read_text() == wanted:
            print("contracts: nothing to do, compiled already")
            return 0
        STAMP.unlink(missing_ok=True)
        print("contracts: compiling", flush=True)
        # Brownie compiles only what changed, and what stays tells of sources that are no longer the same.
        shutil.rmtree(ROOT / "build" / "contracts", ignore_errors=True)
        done = subprocess.run([ROOT / "toolbox" / "brownie", "compile"], stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
        # Brownie ends with 0 although a contract does not compile.
        if done.returncode or "Project has been compiled" not in done.stdout:
            print(done.stdout, file=sys.stderr)
            return done.returncode or 1
        STAMP.write_text(wanted)
        print("contracts: compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main())
