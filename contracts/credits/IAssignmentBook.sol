// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";
import {IShares} from "./IProceedsBook.sol";

/// @notice ASSIGNED binds the beneficiary, and each bank that acknowledges it; PAID in full, or RELEASED by its assignee.
enum AssignmentStatus {
    UNKNOWN,
    ASSIGNED,
    PAID,
    RELEASED
}

/// @notice Proceeds that a beneficiary has given to another: `amount` in minor units, or all (2^64 - 1) that is drawn. `paid` counts
/// what banks have paid of it, or undertaken to pay at maturity. `deal` is where the credit is.
struct Assignment {
    AssignmentStatus status;
    uint32 assignee;
    uint64 amount;
    uint64 paid;
    address deal;
    bytes32 credit;
}

/// @title IAssignmentBook: assignment of the proceeds of credits (UCP 600 art. 39).
/// @notice The beneficiary assigns what it will be paid, or a part. A bank pays the assignee once it has acknowledged that, before it
/// pays the beneficiary, in the order in which it has acknowledged. An assignee presents nothing and gets nothing where nothing is
/// honoured; of what banks pay to each other it gets nothing either. Suspended meanwhile, it is paid all the same, on its account,
/// which it cannot use: so that nobody's suspension keeps a beneficiary from being paid.
///
/// An assignment's id is the hash of credit, assignee, amount and deed: both sides and the banks compute it.
interface IAssignmentBook is IShares {
    event Assigned(
        bytes32 indexed assignment,
        address indexed deal,
        bytes32 indexed credit,
        uint32 assignee,
        uint64 amount,
        bytes32 deed
    );
    /// @dev `ahead` is what `bank` pays to others first, in minor units.
    event AssignmentAcknowledged(bytes32 indexed assignment, uint32 indexed bank, uint64 ahead);
    /// @dev `bank` pays or owes the assignee so much of a drawing.
    event AssignmentDrawn(bytes32 indexed assignment, bytes32 indexed drawing, uint32 indexed bank, uint64 amount);
    event AssignmentReleased(bytes32 indexed assignment);

    error AssignmentsNothingNamed();
    error AssignmentsToItself(uint32 party);
    error AssignmentsMadeAlready(bytes32 assignment);
    /// @dev More than what is neither drawn nor assigned.
    error AssignmentsAboveCredit(uint64 amount, uint64 available);
    /// @dev It is of another credit.
    error AssignmentsOfAnother(bytes32 assignment, bytes32 credit);
    error AssignmentsWrongStatus(bytes32 assignment, AssignmentStatus status, AssignmentStatus allowed);
    error AssignmentsAcknowledgedAlready(bytes32 assignment, uint32 bank);
    /// @dev The bank pays more to others first than its officers were told.
    error AssignmentsMoreAhead(uint64 ahead, uint64 told);
    error AssignmentsTooMany(bytes32 credit, uint32 bank, uint256 most);
    error AssignmentsNotAssignee(uint32 assignee, uint32 party);

    /// @notice The beneficiary assigns. Always two persons. It cannot take that back.
    /// @param amount in minor units, 2^64 - 1 for all. @param deed salted commitment to what was agreed.
    function assign(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        uint32 assignee,
        uint64 amount,
        bytes32 deed
    ) external returns (bytes32 assignment);

    /// @notice A bank at which the credit is available, or that is bound by it, will pay the assignee. Always two persons.
    /// @param ahead what it pays to others first is at most this, in minor units: its officers know the place that they give.
    function acknowledge(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        bytes32 assignment,
        uint64 ahead
    ) external;

    /// @notice The assignee gives up what is not paid yet. Always two persons.
    function release(bytes32 assignment) external;

    function assignmentOf(bytes32 assignment) external view returns (Assignment memory);

    /// @return What was assigned of it and is neither paid nor released, in minor units.
    function assignedOf(address deal, bytes32 credit) external view returns (uint256);

    /// @return What `bank` has acknowledged, in that order; some may be paid or released.
    function acknowledgedBy(address deal, bytes32 credit, uint32 bank) external view returns (bytes32[] memory);

    function idOf(address deal, bytes32 credit, uint32 assignee, uint64 amount, bytes32 deed)
        external
        pure
        returns (bytes32);
}
