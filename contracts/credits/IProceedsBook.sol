// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ILetterOfCredit} from "./ILetterOfCredit.sol";

/// @notice What of a payment is due to `payee`: `amount` in minor units.
struct Share {
    uint32 payee;
    uint64 amount;
}

/// @title IShares: a book that knows who has a share of what a bank pays to a beneficiary.
interface IShares {
    /// @notice For the book of proceeds: `payer` pays the beneficiary `amount` of a drawing.
    /// @return shares of it in the order in which they are paid; some may be 0.
    function take(ILetterOfCredit deal, bytes32 credit, bytes32 drawing, uint32 payer, uint64 amount)
        external
        returns (Share[] memory shares);
}

/// @title IProceedsBook: to whom besides the payee a bank's payment under a credit is due.
/// @notice A credit that is marked lets this pay when a bank pays a drawing, or undertakes to; any other asks nobody. Each share is paid
/// at once, or owed in the book of obligations where the drawing has tenors, and the payee gets the rest. Each has a reference of its
/// own. A bank that has paid is reimbursed in full. Why: docs/decisions/0025-proceeds.md.
///
/// Trust: as in the book of obligations, an instrument that the consortium lists with the capability CASH is trusted to make only the
/// party that acts in it pay or owe.
interface IProceedsBook {
    error ProceedsNotADeal(address caller);

    /// @notice For the books that know who has a share: this credit asks from now on.
    function mark(ILetterOfCredit deal, bytes32 credit) external;

    /// @notice For a credit that is being honoured or negotiated under: pays each what is due to it, or lets the bank owe it.
    /// @param drawing id of the presentation. @param payee to whom the rest goes.
    /// @param step the call of `honour` or `negotiate` as it came, with who acts at its end.
    function divide(bytes32 drawing, uint32 payee, bytes calldata step) external;
}
