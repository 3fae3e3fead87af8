"""Founders whose keys live in this process only: for tests, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from brownie import accounts, network
from eth_utils import keccak

from scripts.parameters import INSTRUMENTS, Parameters, Seat, Voter


def for_a_test(seats: int = 3, threshold: int = 2, delay: int = 0, record: Path | None = None) -> Parameters:
    """Parameters with voters, so that `deploy_all` lists the instruments too. Seats are numbered from 901."""
    voters = [Voter(901 + place, accounts.add(), accounts.add()) for place in range(seats)]
    return Parameters(
        network=network.show_active(),
        chain_id=None,
        seats=tuple(
            Seat(
                voter.party,
                "0x" + keccak(text=f"seat {voter.party}").hex(),
                voter.maker.address,
                voter.checker.address,
            )
            for voter in voters
        ),
        threshold=threshold,
        delay=delay,
        instruments=dict(INSTRUMENTS),
        record=record,
        voters=tuple(voters),
    )
