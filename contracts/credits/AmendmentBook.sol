// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IMemberRegistry, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {CreditRules} from "./CreditRules.sol";
import {Amendment, AmendmentStatus, Change, IAmendmentBook, Proposal} from "./IAmendmentBook.sol";
import {Confirmation, CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";

/// @title AmendmentBook
/// @dev Security contact: see SECURITY.md.
contract AmendmentBook is IAmendmentBook, MemberOnly {
    /// @dev One terms' hash as it comes of an amendment over a base. `answer` is the confirming bank's.
    struct Version {
        bytes32 amendment;
        Confirmation answer;
    }

    uint8 private constant CHANGES = uint8(1 << (uint8(type(Change).max) + 1)) - 1;

    mapping(bytes32 amendment => Proposal) private _proposals;
    mapping(bytes32 version => Version) private _versions;
    /// @dev Pending amendments that offer a later expiry.
    mapping(address deal => mapping(bytes32 credit => bytes32[])) private _offers;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    // ------------------------------------------------------------------ the issuing bank proposes

    function propose(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        Amendment calldata amendment
    ) external returns (bytes32 id) {
        uint32 bank = _authoriseTogether(Right.UNDERTAKE);
        _requireOpen();
        bytes32 base = _operative(deal, credit, terms);
        require(bank == terms.issuingBank, ILetterOfCredit.CreditsNotIssuingBank(terms.issuingBank, bank));
        id = idOf(address(deal), credit, amendment);
        require(_proposals[id].status == AmendmentStatus.UNKNOWN, AmendmentsProposedAlready(id));
        _requireShape(id, amendment);
        uint32 until = _changes(amendment, Change.EXPIRY) && amendment.expiry > terms.expiry ? amendment.expiry : 0;
        bytes32[] storage offers = _offers[address(deal)][credit];
        if (until != 0) offers.push(id);
        _proposals[id] = Proposal(AmendmentStatus.PENDING, until, until == 0 ? 0 : uint32(offers.length));
        emit AmendmentProposed(address(deal), credit, id, amendment);
        _state(deal, credit, id, base, terms, amendment);
    }

    function state(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        external
        returns (bytes32 amended)
    {
        uint32 party = _acting().party();
        (bytes32 id, bytes32 base) = _pending(deal, credit, terms, amendment);
        require(
            party == terms.issuingBank || party == terms.beneficiary || party == terms.confirmingBank,
            ILetterOfCredit.CreditsNotAParty(credit, party)
        );
        return _state(deal, credit, id, base, terms, amendment);
    }

    // ------------------------------------------------------------------ the confirming bank extends, or does not

    function extend(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        external
    {
        (bytes32 amended, uint64 drawable) = _applied(credit, terms, amendment);
        // What clauses make of the amount is not known here: two persons always.
        uint32 bank = terms.clauses == 0
            ? _authorise(Right.UNDERTAKE, terms.cash, drawable)
            : _authoriseTogether(Right.UNDERTAKE);
        _requireOpen();
        bytes32 id = _answer(deal, credit, terms, amendment, amended, bank, Confirmation.CONFIRMED);
        emit ConfirmationExtended(address(deal), credit, id, amended, bank);
    }

    function withhold(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        external
    {
        uint32 bank = _authorise(Right.EXAMINE);
        (bytes32 amended,) = _applied(credit, terms, amendment);
        bytes32 id = _answer(deal, credit, terms, amendment, amended, bank, Confirmation.DECLINED);
        emit ConfirmationNotExtended(address(deal), credit, id, amended, bank);
    }

    // ------------------------------------------------------------------ the beneficiary answers

    function accept(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        external
    {
        (bytes32 id, bytes32 base) = _asBeneficiary(deal, credit, terms, amendment);
        (bytes32 amended, uint64 drawable) = _applied(credit, terms, amendment);
        Confirmation answer = _take(deal, credit, id, base, amended);
        emit AmendmentAccepted(address(deal), credit, id, false);
        bool partialDrawings =
            _changes(amendment, Change.PARTIAL_DRAWINGS) ? amendment.partialDrawings : terms.partialDrawings;
        deal.adopt(credit, amended, drawable, partialDrawings, answer);
    }

    function refuse(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        external
    {
        (bytes32 id,) = _asBeneficiary(deal, credit, terms, amendment);
        _end(address(deal), credit, id, AmendmentStatus.REFUSED);
        emit AmendmentRefused(address(deal), credit, id);
    }

    function take(bytes32 credit, bytes32 base, bytes32 terms) external returns (Confirmation answer) {
        bytes32 id = _versions[_versionId(msg.sender, credit, base, terms)].amendment;
        require(
            id != 0 && _proposals[id].status == AmendmentStatus.PENDING, AmendmentsNotStated(credit, base, terms)
        );
        answer = _take(ILetterOfCredit(msg.sender), credit, id, base, terms);
        emit AmendmentAccepted(msg.sender, credit, id, true);
    }

    // ------------------------------------------------------------------ reading

    function proposalOf(bytes32 amendment) external view returns (Proposal memory) {
        return _proposals[amendment];
    }

    function versionOf(address deal, bytes32 credit, bytes32 base, bytes32 terms)
        external
        view
        returns (bytes32 amendment, Confirmation answer)
    {
        Version storage version = _versions[_versionId(deal, credit, base, terms)];
        return (version.amendment, version.answer);
    }

    function offeredUntil(address deal, bytes32 credit) external view returns (uint32 latest) {
        bytes32[] storage offers = _offers[deal][credit];
        for (uint256 i; i < offers.length; ++i) {
            uint32 until = _proposals[offers[i]].until;
            if (until > latest) latest = until;
        }
    }

    function amendedBy(CreditTerms calldata terms, Amendment calldata amendment) external pure returns (bytes32) {
        return keccak256(abi.encode(_apply(terms, amendment)));
    }

    function idOf(address deal, bytes32 credit, Amendment calldata amendment) public pure returns (bytes32) {
        return keccak256(abi.encode(deal, credit, amendment));
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev The hash of a running credit's operative terms, which are these.
    function _operative(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms)
        private
        view
        returns (bytes32 operative)
    {
        _requireDeal(address(deal));
        (operative,) = CreditRules.requireOperative(deal, credit, terms);
    }

    /// @dev An amendment of it that nobody has accepted or refused.
    function _pending(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        private
        view
        returns (bytes32 id, bytes32 base)
    {
        base = _operative(deal, credit, terms);
        id = idOf(address(deal), credit, amendment);
        AmendmentStatus status = _proposals[id].status;
        require(status == AmendmentStatus.PENDING, AmendmentsWrongStatus(id, status, AmendmentStatus.PENDING));
    }

    function _asBeneficiary(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        Amendment calldata amendment
    ) private view returns (bytes32 id, bytes32 base) {
        uint32 party = _authorise(Right.PRESENT);
        (id, base) = _pending(deal, credit, terms, amendment);
        require(party == terms.beneficiary, ILetterOfCredit.CreditsNotBeneficiary(terms.beneficiary, party));
    }

    function _state(
        ILetterOfCredit deal,
        bytes32 credit,
        bytes32 id,
        bytes32 base,
        CreditTerms calldata terms,
        Amendment calldata amendment
    ) private returns (bytes32 amended) {
        uint64 drawable;
        (amended, drawable) = _applied(credit, terms, amendment);
        _versions[_versionId(address(deal), credit, base, amended)].amendment = id;
        emit AmendmentStated(address(deal), credit, id, base, amended, drawable);
    }

    /// @dev The answer of the bank that confirmed the operative terms, given once for these.
    function _answer(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        Amendment calldata amendment,
        bytes32 amended,
        uint32 bank,
        Confirmation answer
    ) private returns (bytes32 id) {
        bytes32 base;
        (id, base) = _pending(deal, credit, terms, amendment);
        require(bank == terms.confirmingBank, ILetterOfCredit.CreditsNotConfirmingBank(terms.confirmingBank, bank));
        Confirmation given = deal.confirmationOf(credit, base);
        require(given == Confirmation.CONFIRMED, AmendmentsNotConfirmed(credit, given));
        Version storage version = _versions[_versionId(address(deal), credit, base, amended)];
        require(
            version.answer == Confirmation.NONE, AmendmentsConfirmationAnswered(id, amended, version.answer)
        );
        version.answer = answer;
    }

    /// @dev The beneficiary has accepted. Whoever confirmed has agreed by its answer: without that there is no amendment (art. 10a).
    function _take(ILetterOfCredit deal, bytes32 credit, bytes32 id, bytes32 base, bytes32 amended)
        private
        returns (Confirmation answer)
    {
        answer = _versions[_versionId(address(deal), credit, base, amended)].answer;
        require(
            answer != Confirmation.NONE || deal.confirmationOf(credit, base) != Confirmation.CONFIRMED,
            AmendmentsConfirmationOpen(id, amended)
        );
        _end(address(deal), credit, id, AmendmentStatus.ACCEPTED);
    }

    function _end(address deal, bytes32 credit, bytes32 id, AmendmentStatus status) private {
        Proposal storage proposal = _proposals[id];
        proposal.status = status;
        if (proposal.until == 0) return;
        bytes32[] storage offers = _offers[deal][credit];
        bytes32 last = offers[offers.length - 1];
        offers[proposal.place - 1] = last;
        _proposals[last].place = proposal.place;
        offers.pop();
    }

    /// @dev What comes of it, which must be terms that a credit may have.
    function _applied(bytes32 credit, CreditTerms calldata terms, Amendment calldata amendment)
        private
        pure
        returns (bytes32 hash, uint64 drawable)
    {
        CreditTerms memory amended = _apply(terms, amendment);
        drawable = CreditRules.requireFigures(
            credit, amended.amount, amended.tolerancePlus, amended.issued, amended.expiry, amended.latestShipment
        );
        hash = keccak256(abi.encode(amended));
    }

    /// @dev An amount that does not fit, or is nothing, becomes 0, which no credit may have.
    function _apply(CreditTerms calldata terms, Amendment calldata amendment)
        private
        pure
        returns (CreditTerms memory amended)
    {
        amended = terms;
        uint256 raised = uint256(terms.amount) + amendment.increase;
        bool fits = raised <= type(uint64).max && raised > amendment.decrease;
        amended.amount = fits ? uint64(raised - amendment.decrease) : 0;
        if (_changes(amendment, Change.TOLERANCE)) {
            (amended.tolerancePlus, amended.toleranceMinus) = (amendment.tolerancePlus, amendment.toleranceMinus);
        }
        if (_changes(amendment, Change.EXPIRY)) amended.expiry = amendment.expiry;
        if (_changes(amendment, Change.LATEST_SHIPMENT)) amended.latestShipment = amendment.latestShipment;
        if (_changes(amendment, Change.PRESENTATION_DAYS)) amended.presentationDays = amendment.presentationDays;
        if (_changes(amendment, Change.PARTIAL_DRAWINGS)) amended.partialDrawings = amendment.partialDrawings;
        amended.document = keccak256(abi.encode(terms.document, amendment.text));
    }

    function _requireShape(bytes32 id, Amendment calldata amendment) private pure {
        require(
            amendment.changes <= CHANGES && (amendment.increase == 0 || amendment.decrease == 0)
                && (_changes(amendment, Change.TOLERANCE) || amendment.tolerancePlus | amendment.toleranceMinus == 0)
                && (_changes(amendment, Change.EXPIRY) || amendment.expiry == 0)
                && (_changes(amendment, Change.LATEST_SHIPMENT) || amendment.latestShipment == 0)
                && (_changes(amendment, Change.PRESENTATION_DAYS) || amendment.presentationDays == 0)
                && (_changes(amendment, Change.PARTIAL_DRAWINGS) || !amendment.partialDrawings),
            AmendmentsInvalid(id)
        );
    }

    function _changes(Amendment calldata amendment, Change what) private pure returns (bool) {
        return amendment.changes & (1 << uint8(what)) != 0;
    }

    function _versionId(address deal, bytes32 credit, bytes32 base, bytes32 terms) private pure returns (bytes32) {
        return keccak256(abi.encode(deal, credit, base, terms));
    }
}
