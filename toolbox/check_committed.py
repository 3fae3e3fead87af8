"""Looks through every file that git has or would take for keys, machine paths and registries' addresses."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "toolbox/uv.txt", "package-lock.json")

RULES = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a private key in hex": r"(?i)(private|secret|signing|operator|master)_?key\W{1,6}(0x)?[0-9a-f]{64}\b",
    "an encrypted keystore": r"\"ciphertext\"\s*:\s*\"[0-9a-f]{32}",
    "a path of somebody's machine": r"(?<![\w.:/$}-])/(?:root|tmp|home/[a-z]\w*|Users/\w+)/",
}
# Only the folder this clone stands in, which the rules above cannot know. "/" would be every path.
HERE = {str(folder) + "/" for folder in (ROOT, ROOT.parent, Path.home()) if folder != Path("/")}
REGISTRY = (
    r"\"resolved\": *\"https?:|^--?(extra-)?index-url|registry = \"https?:|url = \"https?:|^--find-links"
)


def faults(name: str, text: str) -> list[str]:
    """One line for each finding, with its place; the finding itself is not repeated."""
    rules = RULES | ({"a registry's address": REGISTRY} if name in LOCKS else {})
    found = [(match.start(), what) for what, rule in rules.items() for match in re.finditer(rule, text, re.M)]
    found += [(text.index(path), "a path of this machine") for path in HERE if path in text]
    return [f"{name}:{text.count(chr(10), 0, at) + 1} holds {what}" for at, what in sorted(found)]


def main() -> int:
    """Exit status 1 when something was found."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    found = []
    for name in filter(None, names):
        file = ROOT / name
        if file.is_file():
            found += faults(name, file.read_text(errors="replace"))
    print(
        "\n".join(found)
        or f"committed files: no key, no path of a machine, no registry in {len(names) - 1} files"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
