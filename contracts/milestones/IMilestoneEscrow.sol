// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IStoppable} from "../stops/IStoppable.sol";

/// @notice FUNDED and DISPUTED are open; the others are ends.
enum MilestoneStatus {
    UNKNOWN,
    FUNDED,
    DISPUTED,
    SETTLED,
    DIVIDED,
    RECLAIMED,
    REFUNDED
}

/// @notice What seller and buyer agreed. `cash` is the deposit token and `amounts`, in its minor units, what each milestone is worth;
/// places that are not used are 0. `arbiter` divides what is disputed, within `arbitration` seconds. `agent` keeps a `fee` of what
/// the seller is paid, in basis points; both are 0 where nobody does. `deadline` is the last second at which it may be disputed,
/// after which the buyer may take back what was not released; `salt` is random, so that the id cannot be guessed from the deal.
struct MilestoneTerms {
    uint32 seller;
    uint32 buyer;
    uint32 arbiter;
    uint32 agent;
    uint16 fee;
    address cash;
    uint64[8] amounts;
    uint40 deadline;
    uint32 arbitration;
    bytes32 salt;
}

/// @notice Where an escrow stands. `paid` is what went to the seller, fee included, `collected` what the agent has had of that, both in
/// minor units; `until` the last second for the arbiter; `stoppedAt` since when authorities have stopped it, or 0; `lost` for how many seconds
/// it has been stopped before, by which its deadline is later; `released` by milestone.
struct MilestoneState {
    MilestoneStatus status;
    uint64 paid;
    uint64 collected;
    uint40 until;
    uint40 stoppedAt;
    uint40 lost;
    uint64[8] released;
}

/// @title IMilestoneEscrow: money in keeping that is released as work is done.
/// @notice An escrow's id is the hash of its terms, so both sides compute it and no field can drift. The buyer pays in the whole and
/// releases it milestone by milestone, in parts if it likes. Nothing moves by itself and nothing by silence: where the arbiter does
/// not answer, the buyer's officers may reclaim after the deadline; they have to ask for it.
///
/// A dispute can only put off the moment from which the buyer may reclaim, never bring it forward. One that was not answered may be
/// raised again until the deadline, so that a dispute raised too early does not use up the arbiter. Whatever is disputed, the buyer
/// may still release and the seller still refund: what both agree to needs no arbiter.
///
/// The fee is that of the sum paid so far, rounded down once: over however many parts, all fees together are never more than the fee
/// of the whole. It stays in keeping until the agent collects it, so that an agent who cannot be paid holds up nobody.
///
/// An authority stops an escrow in the book of orders (`IStopBook`), by its id and naming no payer. While any order stands nothing moves
/// and no clock runs: with the last that is lifted, deadlines that were still running are later by as long as it was stopped.
///
/// Every payment carries a reference (see `ISettlement.settleOnce`), given by who orders it and its own: that of an award is the
/// arbiter's. Of a payment of nothing it stays unused.
///
/// Trust: both sides trust the arbiter with what is disputed while its time runs, an authority with stopping, the consortium to list
/// only cash that pays when it says so. Who names an arbiter asks it first: this contract does not.
interface IMilestoneEscrow is IStoppable {
    event Funded(bytes32 indexed escrow, MilestoneTerms terms, bytes32 payment);
    /// @dev `amount` with its share of the fee, which stays in keeping.
    event Released(bytes32 indexed escrow, uint8 indexed milestone, uint64 amount, uint64 fee, bytes32 payment);
    /// @dev `grounds` is a salted commitment.
    event Disputed(bytes32 indexed escrow, uint32 indexed party, uint40 until, bytes32 grounds);
    /// @dev Of what was left `toSeller`, with its share of the fee; the rest went to the buyer. `award` is a salted commitment.
    event Divided(
        bytes32 indexed escrow, uint64 toSeller, uint64 fee, bytes32 award, bytes32 payment, bytes32 refund
    );
    event Reclaimed(bytes32 indexed escrow, bytes32 payment);
    event Refunded(bytes32 indexed escrow, bytes32 payment);
    event FeeCollected(bytes32 indexed escrow, uint64 amount, bytes32 payment);
    /// @dev By the first order that an authority gave against it.
    event ClockStopped(bytes32 indexed escrow);
    /// @dev The last order was lifted. `lost` seconds in all, `until` as in `MilestoneState`.
    event ClockResumed(bytes32 indexed escrow, uint40 lost, uint40 until);

    error MilestoneNotBuyer(uint32 buyer, uint32 party);
    error MilestoneNotSeller(uint32 seller, uint32 party);
    error MilestoneNotArbiter(uint32 arbiter, uint32 party);
    error MilestoneNotAgent(uint32 agent, uint32 party);
    /// @dev Neither buyer nor seller.
    error MilestoneNotParty(bytes32 escrow, uint32 party);
    /// @dev FUNDED allowed means DISPUTED too, except where it is disputed.
    error MilestoneWrongStatus(bytes32 escrow, MilestoneStatus status, MilestoneStatus allowed);
    error MilestoneTooLate(uint256 deadline, uint256 time);
    error MilestoneTooEarly(uint256 deadline, uint256 time);
    /// @dev The arbiter is buyer or seller, or has no time.
    error MilestoneNoArbiter(uint32 arbiter, uint32 arbitration);
    /// @dev A fee without an agent, or of more than the whole.
    error MilestoneNoFee(uint32 agent, uint16 fee);
    error MilestoneAmountTooLarge(uint256 amount, uint256 allowed);
    error MilestoneNothingLeft(bytes32 escrow);
    /// @dev A commitment or an amount that is 0 is none.
    error MilestoneNothingNamed();

    /// @notice The buyer pays in the whole. Two persons, unless within its limit. @param payment the reference of this payment.
    function fund(MilestoneTerms calldata terms, bytes32 payment) external returns (bytes32 escrow);

    /// @notice The buyer lets so much of a milestone, counted from 0, go to the seller. Two persons, unless within its limit.
    function release(MilestoneTerms calldata terms, uint8 milestone, uint64 amount, bytes32 payment) external;

    /// @notice Buyer or seller puts what is left before the arbiter.
    function dispute(MilestoneTerms calldata terms, bytes32 grounds) external;

    /// @notice The arbiter divides all that is left. Two persons. @param toSeller if less than that is left, because the buyer has
    /// released meanwhile, all of it. @param payment the reference of what goes to the seller.
    /// @param refund_ that of what goes back.
    function divide(MilestoneTerms calldata terms, uint64 toSeller, bytes32 payment, bytes32 refund_, bytes32 award) external;

    /// @notice The buyer takes back what is left, after the deadline. Two persons, unless within its limit.
    function reclaim(MilestoneTerms calldata terms, bytes32 payment) external;

    /// @notice The seller gives back what is left. Two persons, unless within its limit.
    function refund(MilestoneTerms calldata terms, bytes32 payment) external;

    /// @notice The agent takes the fee that has come up and that it has not had.
    function collect(MilestoneTerms calldata terms, bytes32 payment) external;

    function idOf(MilestoneTerms calldata terms) external pure returns (bytes32);

    function stateOf(bytes32 escrow) external view returns (MilestoneState memory);
}
