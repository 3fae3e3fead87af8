"""How well duplicates are found, on the labelled set that ships with the project, into bench/proof.json.

python -m bench.likeness             measure on held_out.jsonl and write the figures
python -m bench.likeness --tuning    the sets that the points were set by; writes nothing
python -m bench.likeness --draw      draw held_out.jsonl anew from its seed
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench.likeness.figures import figures, measured, table
from bench.likeness.labelled import FILE, drawn, read, written
from bench.likeness.world import FIRST, HELD_OUT, SECOND

PROOF = Path(__file__).resolve().parent.parent / "proof.json"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.likeness", description=__doc__.partition("\n")[0])
    parser.add_argument("--tuning", action="store_true")
    parser.add_argument("--draw", action="store_true")
    given = parser.parse_args()
    if given.draw:
        FILE.write_text(written(drawn(HELD_OUT)))
    if given.tuning:
        for world in (FIRST, SECOND):
            kinds = measured(drawn(world))
            print("\n".join([f"World: {world.name}", *table(kinds, figures(kinds))]))
        print("Nothing was written.")
        return 0
    kinds = measured(read(FILE.read_text()))
    told = figures(kinds)
    print("\n".join(table(kinds, told)))
    kept = json.loads(PROOF.read_text()) if PROOF.exists() else {}
    PROOF.write_text(json.dumps(kept | told, indent=2) + "\n")
    print(f"Written to {PROOF.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
