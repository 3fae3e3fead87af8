// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

enum EscrowStatus {
    UNKNOWN,
    FUNDED,
    SETTLED,
    RECLAIMED,
    RELEASED
}

/// @notice What seller and buyer agreed. `cash` is the deposit token, `amount` in its minor units, `deadline` the last second
/// for the bill to come in; `salt` is random, so that the escrow's id cannot be guessed from the deal.
struct EscrowTerms {
    uint32 seller;
    uint32 buyer;
    bytes32 bill;
    address cash;
    uint64 amount;
    uint40 deadline;
    bytes32 salt;
}

/// @title IDvpEscrow: title against cash, both legs or neither.
/// @notice An escrow's id is the hash of its terms, so both sides compute it and no field can drift. The buyer pays into
/// keeping; the seller's delivery then moves bill and money in one transaction. Nothing moves by itself: after the deadline
/// the buyer's officers may claim the money back, before it only the seller may let it go.
interface IDvpEscrow {
    event Funded(bytes32 indexed escrow, EscrowTerms terms);
    event Settled(bytes32 indexed escrow);
    event Reclaimed(bytes32 indexed escrow);
    event Released(bytes32 indexed escrow);

    error EscrowNotBuyer(uint32 buyer, uint32 party);
    error EscrowNotSeller(uint32 seller, uint32 party);
    error EscrowWrongStatus(bytes32 escrow, EscrowStatus status, EscrowStatus allowed);
    error EscrowTooLate(uint40 deadline, uint256 time);
    error EscrowTooEarly(uint40 deadline, uint256 time);

    /// @notice The buyer pays into keeping. Two persons, unless within its limit.
    function fund(EscrowTerms calldata terms) external returns (bytes32 escrow);

    /// @notice The seller hands the bill over and is paid, in one.
    function deliver(EscrowTerms calldata terms) external;

    /// @notice The buyer takes its money back, after the deadline. Two persons, unless within its limit.
    function reclaim(EscrowTerms calldata terms) external;

    /// @notice The seller gives the deal up; the money goes back to the buyer.
    function release(EscrowTerms calldata terms) external;

    function idOf(EscrowTerms calldata terms) external pure returns (bytes32);

    function statusOf(bytes32 escrow) external view returns (EscrowStatus);
}
