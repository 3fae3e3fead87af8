"""Brownie's command line. Called by toolbox/brownie, which sets the folders that Brownie reads."""

import os
import sys

import brownie._cli.__main__ as command_line
import live_brownie  # noqa: F401 - it mends by being imported
import mended_brownie


def main() -> None:
    if "live" in sys.argv and not os.environ.get("CHAIN_URL"):
        sys.exit("CHAIN_URL is not set: the address of a node of the live network.")
    if sys.argv[1:2] == ["test"]:
        os.environ.setdefault("CHAIN_PORT", "free")
    if os.environ.get("CHAIN_PORT"):
        import free_chain_port  # noqa: PLC0415 - importing it moves the ports, which only a caller that asks wants

        if sys.argv[1:2] == ["test"]:
            # For pytest's workers, which start without this file.
            sys.argv += ["-p", free_chain_port.__name__, "-p", mended_brownie.__name__]
    command_line.main()


if __name__ == "__main__":
    main()
