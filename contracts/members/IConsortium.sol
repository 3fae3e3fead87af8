// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @notice PENDING gathers approvals; CARRIED has enough and waits for its delay.
enum ProposalStatus {
    UNKNOWN,
    PENDING,
    CARRIED,
    EXECUTED,
    CANCELLED
}

/// @notice One call of a proposal.
struct Call {
    address target;
    bytes data;
}

/// @notice `approvals` and `objections` are bitmaps of seats, `ready` the second from which the proposal may be executed (0 while PENDING).
struct Proposal {
    ProposalStatus status;
    uint40 ready;
    uint64 approvals;
    uint64 objections;
}

/// @title IConsortium: what takes m of n organisations, and a delay in which everybody can see it coming.
/// @notice Each seat is a party number, and each vote takes two persons of that seat who hold the right to govern. A proposal
/// is one or several calls that are made together or not at all; its id is their hash. The seats themselves change in the same way.
interface IConsortium {
    event Proposed(bytes32 indexed proposal, uint32 indexed seat, Call[] calls, uint256 salt);
    event Approved(bytes32 indexed proposal, uint32 indexed seat);
    event Carried(bytes32 indexed proposal, uint40 ready);
    event Executed(bytes32 indexed proposal, uint32 indexed seat);
    event Objected(bytes32 indexed proposal, uint32 indexed seat);
    event Cancelled(bytes32 indexed proposal);
    event SeatsSet(uint32[] seats, uint8 threshold, uint40 delay);

    error ConsortiumNotASeat(uint32 party);
    error ConsortiumWrongStatus(bytes32 proposal, ProposalStatus status, ProposalStatus allowed);
    error ConsortiumAlreadyVoted(bytes32 proposal, uint32 seat);
    error ConsortiumNotReady(bytes32 proposal, uint40 ready, uint256 time);
    error ConsortiumNotItself(address caller);
    error ConsortiumInvalidSeats(uint256 seats, uint8 threshold);
    /// @dev A call of the proposal failed without saying why, or no contract is at `target`.
    error ConsortiumCallFailed(address target);

    /// @notice Propose `calls`, and approve them. @param salt lets the same calls be proposed again.
    function propose(Call[] calldata calls, uint256 salt) external returns (bytes32 proposal);

    function approve(bytes32 proposal) external;

    /// @notice Make the calls. Any seat may, once the proposal is carried and its delay is over.
    function execute(Call[] calldata calls, uint256 salt) external;

    /// @notice Vote to stop a proposal, carried or not. It is cancelled once so many object that those left are fewer than
    /// the threshold; one seat alone can neither carry nor stop anything.
    function object(bytes32 proposal) external;

    /// @notice New seats, threshold (of seats) and delay (seconds); only by a proposal. Votes given so far on proposals that
    /// are still pending are counted by seat's place, so pending proposals die with the change.
    function setSeats(uint32[] calldata seats, uint8 threshold, uint40 delay) external;

    function seats() external view returns (uint32[] memory);

    function threshold() external view returns (uint8);

    function delay() external view returns (uint40);

    function proposalOf(bytes32 proposal) external view returns (Proposal memory);

    /// @notice The id of a proposal under the seats of now.
    function idOf(Call[] calldata calls, uint256 salt) external view returns (bytes32);
}
