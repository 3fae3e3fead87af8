// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Confirmation, CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";

/// @notice PENDING binds the issuing bank and waits for the beneficiary, however long; ACCEPTED is part of the credit; REFUSED
/// has ended.
enum AmendmentStatus {
    UNKNOWN,
    PENDING,
    ACCEPTED,
    REFUSED
}

/// @notice What an amendment may give anew, one bit each in `Amendment.changes` (bit = position in this list).
enum Change {
    TOLERANCE,
    EXPIRY,
    LATEST_SHIPMENT,
    PRESENTATION_DAYS,
    PARTIAL_DRAWINGS
}

/// @notice What an amendment changes in whatever terms are operative when it is accepted. `increase` or `decrease` of the amount is
/// in minor units of the credit's cash; the other fields are as in `CreditTerms`, each given where its bit stands in
/// `changes`, else 0. `text` is the salted commitment to its whole wording; it makes the amendment impossible to guess.
struct Amendment {
    uint8 changes;
    uint64 increase;
    uint64 decrease;
    uint8 tolerancePlus;
    uint8 toleranceMinus;
    uint32 expiry;
    uint32 latestShipment;
    uint16 presentationDays;
    bool partialDrawings;
    bytes32 text;
}

/// @notice `until`: the expiry that it gives, where that is later than the one of the terms that it was proposed under, else 0; `place`
/// among those of its credit that do and are pending, from 1.
struct Proposal {
    AmendmentStatus status;
    uint32 until;
    uint32 place;
}

/// @title IAmendmentBook: proposals to amend credits (UCP 600 art. 10), apart from the credits that they change.
/// @notice A proposal says what changes, not what the terms become, so that several may be pending and be accepted in any order. By
/// the operative terms and the amendment everybody computes the hash of the terms that come of it: it is what the beneficiary
/// may present under, and what a confirming bank extends its confirmation to. The commitment to the wording becomes
/// `keccak256(abi.encode(document, text))`: it stands for every text in the order of acceptance.
///
/// Trust: a credit adopts terms from the one book that it was deployed with. The book asks nobody but `deal`, which must be an
/// instrument that the consortium has listed, and writes what comes of it under that instrument alone.
interface IAmendmentBook {
    event AmendmentProposed(
        address indexed deal, bytes32 indexed credit, bytes32 indexed amendment, Amendment contents
    );
    /// @dev Over the operative terms `base` it would make them `terms`, of which `drawable` could be drawn.
    event AmendmentStated(
        address indexed deal,
        bytes32 indexed credit,
        bytes32 indexed amendment,
        bytes32 base,
        bytes32 terms,
        uint64 drawable
    );
    event ConfirmationExtended(
        address indexed deal, bytes32 indexed credit, bytes32 indexed amendment, bytes32 terms, uint32 bank
    );
    event ConfirmationNotExtended(
        address indexed deal, bytes32 indexed credit, bytes32 indexed amendment, bytes32 terms, uint32 bank
    );
    /// @dev `presenting`: by a presentation under its terms.
    event AmendmentAccepted(
        address indexed deal, bytes32 indexed credit, bytes32 indexed amendment, bool presenting
    );
    event AmendmentRefused(address indexed deal, bytes32 indexed credit, bytes32 indexed amendment);

    error AmendmentsProposedAlready(bytes32 amendment);
    error AmendmentsWrongStatus(bytes32 amendment, AmendmentStatus status, AmendmentStatus allowed);
    /// @dev It changes what there is no bit for, gives what it does not change, or both raises and lowers the amount.
    error AmendmentsInvalid(bytes32 amendment);
    /// @dev Whoever confirmed the operative terms has not said whether it extends that to these.
    error AmendmentsConfirmationOpen(bytes32 amendment, bytes32 terms);
    error AmendmentsConfirmationAnswered(bytes32 amendment, bytes32 terms, Confirmation answer);
    /// @dev The bank has not confirmed the operative terms: there is nothing to extend.
    error AmendmentsNotConfirmed(bytes32 credit, Confirmation answer);
    /// @dev No pending amendment makes the terms `base` these.
    error AmendmentsNotStated(bytes32 credit, bytes32 base, bytes32 terms);

    /// @notice The issuing bank proposes, and is bound from now on (art. 10b): it cannot take this back. Always two persons.
    function propose(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        Amendment calldata amendment
    ) external returns (bytes32 id);

    /// @notice Say what a pending amendment makes of terms that became operative after it was proposed, for a presentation under
    /// them. By any party to the credit.
    function state(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        external
        returns (bytes32 amended);

    /// @notice The bank that confirmed the operative terms adds its undertaking to the amended ones (art. 10b), bound from now on.
    /// Two persons, unless there are no clauses and what may be drawn is within its limit.
    function extend(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        external;

    /// @notice The bank that confirmed the operative terms says that it does not extend that to the amended ones (art. 10b).
    function withhold(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        external;

    /// @notice The beneficiary accepts the whole of it (art. 10c): part of an amendment cannot be accepted (art. 10e). The terms
    /// that come of it are operative from now on.
    function accept(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        external;

    /// @notice The beneficiary refuses it, or accepts it in part, which is the same (art. 10e).
    function refuse(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        external;

    /// @notice For credits: their beneficiary presents under `terms`, which is acceptance of what made them so (art. 10c).
    /// @return answer whether the confirmation was extended to them.
    function take(bytes32 credit, bytes32 base, bytes32 terms) external returns (Confirmation answer);

    function proposalOf(bytes32 amendment) external view returns (Proposal memory);

    /// @return amendment which makes the terms `base` of a credit in `deal` the terms `terms`; 0 where none does. @return answer
    /// whether the confirmation was extended to them.
    function versionOf(address deal, bytes32 credit, bytes32 base, bytes32 terms)
        external
        view
        returns (bytes32 amendment, Confirmation answer);

    /// @return The latest expiry that the issuing bank has offered and the beneficiary may still take; 0 for none.
    function offeredUntil(address deal, bytes32 credit) external view returns (uint32);

    /// @return The hash of what `terms` become by the amendment.
    function amendedBy(CreditTerms calldata terms, Amendment calldata amendment) external pure returns (bytes32);

    function idOf(address deal, bytes32 credit, Amendment calldata amendment) external pure returns (bytes32);
}
