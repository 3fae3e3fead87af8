"""Writes deployments/abi/<Contract>.json from the build: with a network's record, all that the service takes.

    toolbox/brownie compile && .venv/bin/python -m scripts.export

(The record, deployments/<network>.json, is written while deploying.) One line for each function, event and
error, the interface's among them, so that a changed one is seen in a review.
"""

from __future__ import annotations

import json
from typing import Any

from scripts.record import ROOT, write_text

CONTRACTS = (
    "MemberRegistry",
    "Consortium",
    "DocumentRegistry",
    "BillOfLading",
    "DepositToken",
    "DvpEscrow",
    "ObligationBook",
    "AmendmentBook",
    "StopBook",
    "TransferBook",
    "EndBook",
    "ConfirmationBook",
    "ClauseBook",
    "AdvanceBook",
    "AssignmentBook",
    "ProceedsBook",
    "LetterOfCredit",
    "PledgeBook",
    "FinanceRegister",
    "ReceivableBook",
    "InterbankPayments",
    "CurrencyExchange",
    "MilestoneEscrow",
    "StandbyCredit",
    "CollateralBook",
)
FOLDER = ROOT / "deployments" / "abi"


def text_of(abi: list[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(entry) for entry in abi) + "\n]\n"


def built(contract: str) -> list[dict[str, Any]]:
    abi: list[dict[str, Any]] = json.loads((ROOT / "build" / "contracts" / f"{contract}.json").read_text())[
        "abi"
    ]
    return abi


def main() -> None:
    for contract in CONTRACTS:
        write_text(FOLDER / f"{contract}.json", text_of(built(contract)))
    print(f"{len(CONTRACTS)} ABIs are in deployments/abi.")


if __name__ == "__main__":
    main()
