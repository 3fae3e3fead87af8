// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {CreditTerms, Finding, ILetterOfCredit} from "./ILetterOfCredit.sol";

/// @notice What terms say of days; see `CreditTerms`.
struct LastDays {
    uint32 expiry;
    uint32 latestShipment;
    uint16 presentationDays;
}

/// @notice The days of a presentation: see `Presentation`, and `received` by the bank that examines.
struct OfPresentation {
    uint32 shipped;
    uint32 presented;
    uint32 received;
}

/// @title IEndBook: how a credit ends that is not drawn in full, by expiry or by agreement (UCP 600 arts. 6d, 10a), and how long there
/// is time before: to present and to examine.
/// @notice Neither takes away what is under presentation, nor ends a credit before those that were transferred from it. A
/// consent to cancel is given to a credit as it stands, by the hash of its operative terms: an amendment leaves it behind. `deal` is
/// the version of LetterOfCredit in which the credit was written.
interface IEndBook {
    event CreditExpired(address indexed deal, bytes32 indexed credit);
    event CreditCancelled(address indexed deal, bytes32 indexed credit);
    event CancellationAgreed(address indexed deal, bytes32 indexed credit, uint32 indexed party, bytes32 terms);

    error EndsAlreadyConsented(bytes32 credit, uint32 party);

    /// @notice The issuing bank closes a credit after its expiry, and after every later one that it has offered.
    function expire(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external;

    /// @notice Agree to cancel: it takes the issuing bank and a bank that confirmed, each by two persons, and the beneficiary. With
    /// the last consent the credit is cancelled.
    function cancel(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external;

    /// @notice For a credit: refused where the days that an examiner names are none that its calendar can give (arts. 14b, 14c, 29), or
    /// where it found complying what is late.
    function requireFinding(LastDays calldata terms, OfPresentation calldata presentation, Finding calldata finding)
        external
        pure;

    /// @param terms hash of the terms that the consents are given to.
    /// @return Who has agreed: 1 issuing bank, 2 beneficiary, 4 confirming bank, summed.
    function consentsOf(address deal, bytes32 credit, bytes32 terms) external view returns (uint8);
}
