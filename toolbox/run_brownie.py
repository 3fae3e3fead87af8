"""Brownie's command line, with what 1.22.2 gets wrong for this project put right before it starts.

Called by toolbox/brownie, which sets the folders that Brownie reads when it is imported.
"""

import os
import sys

import brownie._cli.__main__ as command_line
import brownie.network.contract as contract


def keep_no_record(*_: object) -> None:
    """Brownie's own record of a live deployment fails, and keeps it from a new chain of the same number.

    Ours is deployments/.
    """


def main() -> None:
    contract._add_deployment = keep_no_record
    contract._DeployedContractBase._save_deployment = keep_no_record
    if sys.argv[1:2] == ["test"]:
        os.environ.setdefault("CHAIN_PORT", "free")
    if os.environ.get("CHAIN_PORT"):
        import free_chain_port  # noqa: PLC0415 - importing it moves the ports, which only a caller that asks wants

        if sys.argv[1:2] == ["test"]:
            sys.argv += [
                "-p",
                free_chain_port.__name__,
            ]  # for pytest's workers, which start without this file
    command_line.main()


if __name__ == "__main__":
    main()
