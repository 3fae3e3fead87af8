"""Seeds of the simulator with every run of the tests, and every guard once without.

A seed that fails here is played again, with all its steps, by `python -m tests.chaos --seed <seed>`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.chain.signers import LegacyTransaction
from app.chain.signers.local import LocalSigner
from tests.chaos.cast import CHAIN_ID, MAKER, PARTIES, CastSigner, member_of
from tests.chaos.guards import GUARDS
from tests.chaos.run import catch
from tests.chaos.stage import Outcome, Stage, stage

# The parts of one range go to the processes of a parallel run.
SEEDS, PARTS = 200, 8
SEEDS_FOR_A_GUARD = 60
EACH = SEEDS // PARTS


@pytest.fixture(scope="module")
def on() -> Iterator[Stage]:
    with stage() as made:
        yield made


def what_failed(outcome: Outcome) -> str:
    return "\n".join([f"seed {outcome.seed}:", *outcome.trace, *outcome.verdict.all()])


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_lost_or_doubled_whatever_fails(on: Stage, part: int) -> None:
    """Killed at every step, between any two statements and requests; nodes that lie; databases that fail."""
    tally: Counter[str] = Counter()
    for seed in range(part * EACH + 1, (part + 1) * EACH + 1):
        outcome = on.play(seed)
        assert outcome.sound, what_failed(outcome)
        tally.update(outcome.tally)
    assert tally["kills"] > EACH / 2, "the seeds make too little trouble to prove anything"
    assert tally["reorganised"] > EACH / 5
    assert tally["failed passes"] > EACH


@pytest.mark.parametrize("name", GUARDS)
def test_a_missing_guard_is_caught(on: Stage, name: str) -> None:
    """By a seed in which nothing goes wrong while the guard is there."""
    known = GUARDS[name].caught_by
    caught = catch(on, name, [known, *range(1, SEEDS_FOR_A_GUARD)])
    assert caught.seed is not None, f"no seed catches that {GUARDS[name].without}"


def test_a_seed_repeats_itself(on: Stage) -> None:
    with GUARDS["sent_before_commit"].taken_out() as factories:
        seed = GUARDS["sent_before_commit"].caught_by
        first, second = on.play(seed, factories), on.play(seed, factories)
    assert first.trace == second.trace
    assert first.verdict == second.verdict
    assert first.trace


def test_the_simulated_keys_sign_the_same_bytes_as_keys_of_the_service() -> None:
    by_hand = CastSigner(MAKER)
    party = PARTIES[0].party
    transaction = LegacyTransaction(CHAIN_ID, 7, "0x" + "ab" * 20, b"call", 100_000, 3)
    given = (member_of(party), party, transaction)
    assert by_hand.sign_transaction(*given) == LocalSigner.sign_transaction(by_hand, *given)


def test_the_page_names_a_test_for_every_lesson() -> None:
    """Every test that docs/chaos.md names is there."""
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs" / "chaos.md").read_text()
    named = [line.split("`")[1::2] for line in page.splitlines() if line.startswith("| ") and "::" in line]
    tests = [place for places in named for place in places if "::" in place]
    assert len(tests) >= 16
    for place in tests:
        file, _, test = place.partition("::")
        assert f"def {test}(" in (root / file).read_text(), (
            f"{place} is named in docs/chaos.md, and is not there"
        )
