"""Puts Slither and Halmos into .tools/provers, as toolbox/provers.txt locks them.

They need other versions of what the service uses, hence an environment of their own. `make test-deep`
asks for it; nothing is done where they are there.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "toolbox" / "provers.txt"
PLACE = ROOT / ".tools" / "provers"
STAMP = PLACE / ".made-from"


def main() -> int:
    """Exit status of what installs."""
    key = hashlib.sha256(str(ROOT).encode() + LOCK.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == key:
        return 0
    print("provers: installing the locked set", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", PLACE])
    install = [PLACE / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if made.returncode or subprocess.run([*install, "--require-hashes", "-r", LOCK]).returncode:
        print("provers: they could not be installed; the lines above say why.", file=sys.stderr)
        return 1
    STAMP.write_text(key)
    print("provers: installed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
