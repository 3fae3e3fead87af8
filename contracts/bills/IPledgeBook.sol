// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @notice PLEDGED keeps the bill. ON_TRUST gave it to the pledgor against a trust receipt: the pledgee's interest goes on, and
/// nobody else is given a pledge of it or of what takes its place. RELEASED, ENDORSED (to whom the pledgee agreed to) and ENFORCED are ends.
enum PledgeStatus {
    UNKNOWN,
    PLEDGED,
    ON_TRUST,
    RELEASED,
    ENDORSED,
    ENFORCED
}

/// @notice The last pledge of a bill. `endorsee` is to whom the pledgee agrees that the bill is endorsed (0: nobody); from
/// `due`, in seconds, the pledgee may enforce.
struct Pledge {
    uint32 pledgor;
    uint32 pledgee;
    uint32 endorsee;
    uint40 due;
    PledgeStatus status;
}

/// @title IPledgeBook: bills endorsed for pledge to a bank, which keeps control of them until it is paid.
/// @notice The pledgor has title and possession and keeps both; while PLEDGED the bill moves only by the pledgee's act or with
/// its agreement. Nothing moves by itself: not on payment, of which the chain knows nothing, nor when the debt is due.
///
/// Trust: a pledgee is trusted to release what is paid, and to enforce only what is owed; it does both by two persons, in
/// public, with a commitment to its reasons.
interface IPledgeBook {
    /// @dev `agreement` is the salted commitment to the pledge agreement.
    event Pledged(bytes32 indexed bill, uint32 pledgor, uint32 pledgee, uint40 due, bytes32 agreement);
    event PledgeReleased(bytes32 indexed bill);
    /// @dev `receipt` is the salted commitment to the trust receipt.
    event ReleasedOnTrust(bytes32 indexed bill, bytes32 receipt);
    event EndorsementAgreed(bytes32 indexed bill, uint32 endorsee);
    event PledgeEndorsed(bytes32 indexed bill, uint32 endorsee);
    /// @dev `notice` is the salted commitment to the notice of enforcement.
    event PledgeEnforced(bytes32 indexed bill, bytes32 notice);

    error PledgesWrongStatus(bytes32 bill, PledgeStatus status, uint256 allowed);
    error PledgesNotPledgor(bytes32 bill, uint32 pledgor, uint32 party);
    /// @dev Of a pledge to another: `bill` is it, or what it took the place of, that `pledgee` gave out on trust.
    error PledgesNotPledgee(bytes32 bill, uint32 pledgee, uint32 party);
    error PledgesNotBank(bytes32 bill, uint32 pledgee);
    error PledgesSameParty(bytes32 bill, uint32 party);
    /// @dev The debt was to be due at `due`, which is not after `time`.
    error PledgesAlreadyDue(bytes32 bill, uint40 due, uint256 time);
    error PledgesNotDue(bytes32 bill, uint40 due, uint256 time);
    /// @dev The pledgee agreed to `endorsee` (0: to nobody).
    error PledgesNotAgreed(bytes32 bill, uint32 endorsee, uint32 to);
    error PledgesEmptyCommitment(bytes32 bill);
    /// @dev A straight bill goes to its consignee and is not endorsed.
    error PledgesNotNegotiable(bytes32 bill);

    /// @notice Endorse a bill for pledge to the bank `pledgee`. By who has title and possession; of a bill that is the
    /// pledgee's to own, by its holder.
    function pledge(bytes32 bill, uint32 pledgee, uint40 due, bytes32 agreement) external;

    /// @notice The pledgee was paid, or waives its right: the bill is free. Two persons.
    function release(bytes32 bill) external;

    /// @notice The pledgee lets the pledgor have the bill, to sell or to take the goods for the pledgee's account. Two persons.
    function releaseOnTrust(bytes32 bill, bytes32 receipt) external;

    /// @notice The pledgee agrees that the pledgor endorses the bill to `endorsee`; 0 takes that back. Two persons.
    function agree(bytes32 bill, uint32 endorsee) external;

    /// @notice The pledgor endorses the bill to whom the pledgee agreed to; that ends the pledge.
    function endorse(bytes32 bill, uint32 to) external;

    /// @notice The pledgee, unpaid, takes title and possession once the debt is due. Two persons.
    function enforce(bytes32 bill, bytes32 notice) external;

    function pledgeOf(bytes32 bill) external view returns (Pledge memory);
}
