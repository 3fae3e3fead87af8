// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Confirmation, CreditTerms, ILetterOfCredit, Presentation, PresentationStatus} from "./ILetterOfCredit.sol";

/// @notice REQUESTED by the first beneficiary, which REVOKED it or whose bank MADE it.
enum TransferStatus {
    UNKNOWN,
    REQUESTED,
    REVOKED,
    MADE
}

/// @notice Of one presentation under a transferred credit: the bank DEMANDED the first beneficiary's own invoice; that was
/// SUBSTITUTED, or it failed to on first demand and its margin LAPSED (UCP 600 art. 38i).
enum SubstitutionStatus {
    NONE,
    DEMANDED,
    SUBSTITUTED,
    LAPSED
}

/// @notice What a first beneficiary asks for. `transferred` is the hash of the whole terms of the credit that it asks for,
/// that credit's id; `carved` is taken out of its own for it, in minor units with the upper tolerance; `amendable` says whether
/// amendments may be advised to the second beneficiary (UCP 600 art. 38e).
struct Request {
    bytes32 transferred;
    uint64 carved;
    bool amendable;
}

/// @notice A transfer of the credit `from`. `held` is what of `carved` the first beneficiary cannot draw: never less than what may be
/// drawn under the transferred credit. `bank` is the transferring bank, 0 before.
struct Transfer {
    TransferStatus status;
    bool amendable;
    uint32 firstBeneficiary;
    uint32 bank;
    uint64 carved;
    uint64 held;
    bytes32 from;
}

/// @notice `until` is the last day for the first beneficiary's invoice, in days since 1970-01-01 by the chain's clock.
struct Substitution {
    SubstitutionStatus status;
    uint32 until;
}

/// @title ITransferBook: transfer of credits (UCP 600 art. 38).
/// @notice A transferred credit is a credit of its own in the same instrument, with the same issuing bank, on the terms of the first
/// but for what art. 38g lets differ. What is set aside for it stays reserved in the first; the margin between the two is the
/// first beneficiary's, once it has substituted its own invoice.
/// @dev `deal` is the version of LetterOfCredit in which both are written.
interface ITransferBook {
    event TransferRequested(
        address indexed deal,
        bytes32 indexed credit,
        bytes32 indexed transferred,
        uint32 firstBeneficiary,
        uint64 carved,
        bool amendable
    );
    event TransferRevoked(address indexed deal, bytes32 indexed credit, bytes32 indexed transferred);
    /// @dev Follows the `CreditIssued` of the transferred credit. `answer` is what the confirming bank has said of the credit, and
    /// stands for the transferred one.
    event Transferred(
        address indexed deal,
        bytes32 indexed credit,
        bytes32 indexed transferred,
        uint32 bank,
        Confirmation answer
    );
    event SubstitutionDemanded(
        address indexed deal, bytes32 indexed transferred, bytes32 indexed presentation, uint32 until
    );
    /// @dev The first beneficiary may present for `margin` more under its own credit; `held` is what is still set aside.
    event InvoiceSubstituted(
        address indexed deal,
        bytes32 indexed transferred,
        bytes32 indexed presentation,
        bytes32 invoice,
        uint64 margin,
        uint64 held
    );
    event SubstitutionLapsed(
        address indexed deal, bytes32 indexed transferred, bytes32 indexed presentation, uint64 margin
    );
    /// @dev What was not drawn under the transferred credit is the first beneficiary's again.
    event TransferReturned(
        address indexed deal, bytes32 indexed credit, bytes32 indexed transferred, uint64 carved, uint64 held
    );

    error TransfersNothingNamed();
    /// @dev The credit's clauses name no transferring bank (art. 38b).
    error TransfersNotTransferable(bytes32 credit);
    /// @dev It was transferred already: no second beneficiary transfers on (art. 38d).
    error TransfersOnceOnly(bytes32 credit);
    error TransfersNotTransferringBank(uint32 transferringBank, uint32 party);
    error TransfersNotFirstBeneficiary(uint32 firstBeneficiary, uint32 party);
    error TransfersWrongStatus(bytes32 transferred, TransferStatus status, TransferStatus allowed);
    /// @dev An authority's order stands against the credit.
    error TransfersStopped(bytes32 credit);
    /// @dev They differ from the credit's in more than art. 38g lets.
    error TransfersOtherTerms(bytes32 transferred);
    /// @dev What is set aside covers what may be drawn, and is there.
    error TransfersAmountOutOfRange(uint64 carved, uint64 drawable, uint64 available);
    /// @dev A credit without partial drawings is transferred as a whole and once, and one that was transferred in parts keeps them.
    error TransfersOnlyAsAWhole(bytes32 credit);
    error TransfersTooMany(bytes32 credit, uint256 most);
    error TransfersSubstitutionWrongStatus(bytes32 presentation, SubstitutionStatus status, uint256 allowed);
    /// @dev The presentation is refused or withdrawn, or none under this credit.
    error TransfersNotPresented(bytes32 presentation, PresentationStatus status);
    error TransfersDayPast(uint32 until, uint32 today);
    error TransfersDayNotPast(uint32 until, uint32 today);
    error TransfersNothingToReturn(bytes32 transferred);
    /// @dev A credit that was transferred from this one has not ended.
    error TransfersNotEnded(bytes32 credit, bytes32 transferred);
    /// @dev An amendment would let more be drawn than is set aside.
    error TransfersAboveWhatIsHeld(bytes32 transferred, uint64 held, uint64 drawable);
    /// @dev The request said that amendments are not advised to the second beneficiary (art. 38e).
    error TransfersNotAmendable(bytes32 transferred);

    /// @notice The first beneficiary asks for a transfer (art. 38a). Two persons with the right to present.
    function request(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Request calldata wish)
        external;

    /// @notice The first beneficiary takes back a request that the bank has not followed.
    function revoke(ILetterOfCredit deal, bytes32 transferred) external;

    /// @notice The transferring bank consents and transfers (art. 38a), as requested. Two persons with the right to undertake.
    /// @param terms of the credit. @param transferred the terms that the request named by their hash.
    /// @return id of the transferred credit.
    function transfer(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        CreditTerms calldata transferred
    ) external returns (bytes32 id);

    /// @notice The transferring bank demands the first beneficiary's invoice, for documents of the second one (art. 38h, i).
    /// @param terms hash of those that it was presented under. @param until last day for it.
    function demand(
        ILetterOfCredit deal,
        bytes32 transferred,
        bytes32 terms,
        Presentation calldata presentation,
        uint32 until
    ) external;

    /// @notice The first beneficiary substitutes its invoice, demanded or not, and may present for the margin (art. 38h).
    /// @param invoice salted commitment to its invoice and draft.
    function substitute(
        ILetterOfCredit deal,
        bytes32 transferred,
        bytes32 terms,
        Presentation calldata presentation,
        bytes32 invoice
    ) external;

    /// @notice The transferring bank goes on with the second beneficiary's documents as they are: the first one failed to
    /// substitute on first demand, and its margin on this drawing lapses (art. 38i).
    function lapse(
        ILetterOfCredit deal,
        bytes32 transferred,
        bytes32 terms,
        Presentation calldata presentation
    ) external;

    /// @notice The second beneficiary gives what is not drawn or under presentation back to the first, which is no transfer
    /// (art. 38d). Two persons with the right to present.
    /// @param terms the transferred credit's operative ones.
    function giveBack(ILetterOfCredit deal, bytes32 transferred, CreditTerms calldata terms) external;

    /// @notice The first beneficiary takes back what was not drawn under a transferred credit that has ended.
    function takeBack(ILetterOfCredit deal, bytes32 transferred) external;

    /// @notice For the book of clauses: refused where a transferred credit is presented to another than its bank (art. 38k).
    /// @return What is set aside of `credit` for others that were transferred from it.
    function heldFor(address deal, bytes32 credit, uint32 bank) external view returns (uint64);

    /// @notice For the book of clauses: refused where what was transferred does not let this credit be amended so.
    /// @param drawable its amended amount with the upper tolerance.
    function requireAmendable(address deal, bytes32 credit, uint64 drawable, bool partialDrawings) external view;

    /// @notice For the book of ends: refused while a credit that was transferred from this one has not ended.
    function requireNoneRunning(ILetterOfCredit deal, bytes32 credit) external view;

    function transferOf(address deal, bytes32 transferred) external view returns (Transfer memory);

    /// @return Ids of the credits that were transferred from this one, in their order.
    function transferredFrom(address deal, bytes32 credit) external view returns (bytes32[] memory);

    function substitutionOf(address deal, bytes32 presentation) external view returns (Substitution memory);
}
