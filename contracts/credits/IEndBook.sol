// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";

/// @title IEndBook: how a credit ends that is not drawn in full: by expiry or by agreement (UCP 600 arts. 6d, 10a).
/// @notice Neither takes away what is under presentation. A consent to cancel is given to a credit as it stands, by the hash of its
/// operative terms: an amendment leaves it behind. `deal` is the version of LetterOfCredit in which the credit was written.
interface IEndBook {
    event CancellationAgreed(address indexed deal, bytes32 indexed credit, uint32 indexed party, bytes32 terms);

    /// @dev `deal` is no instrument in which there can be credits.
    error EndsNotADeal(address deal);
    error EndsAlreadyConsented(bytes32 credit, uint32 party);

    /// @notice The issuing bank closes a credit after its expiry, and after every later one that it has offered.
    function expire(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external;

    /// @notice Agree to cancel: it takes the issuing bank and a bank that confirmed, each by two persons, and the beneficiary. With
    /// the last consent the credit is cancelled.
    function cancel(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external;

    /// @param terms hash of the terms that the consents are given to.
    /// @return Who has agreed: 1 issuing bank, 2 beneficiary, 4 confirming bank, summed.
    function consentsOf(address deal, bytes32 credit, bytes32 terms) external view returns (uint8);
}
