// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";

/// @title IConfirmationBook: whether a bank that is asked to confirm a credit adds its own undertaking (UCP 600 art. 8).
/// @notice It answers for the operative terms, once, while the credit runs. `deal` is the version of LetterOfCredit in which the
/// credit was written, and keeps the answer.
interface IConfirmationBook {
    /// @dev `terms` is the hash of the terms that the answer is given for.
    event CreditConfirmed(address indexed deal, bytes32 indexed credit, uint32 indexed bank, bytes32 terms);
    event ConfirmationDeclined(address indexed deal, bytes32 indexed credit, uint32 indexed bank, bytes32 terms);

    /// @notice The bank that is asked to adds its own undertaking. Two persons, unless there are no clauses and the amount is
    /// within its limit. Refused where the version of the credit takes no new business.
    function confirm(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external;

    /// @notice It says that it does not (art. 8d). It may advise all the same.
    function decline(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external;
}
