// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IMemberRegistry, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {CreditRules} from "./CreditRules.sol";
import {IClauseBook} from "./IClauseBook.sol";
import {
    Confirmation, Credit, CreditTerms, ILetterOfCredit, Presentation, PresentationStatus
} from "./ILetterOfCredit.sol";
import {
    ITransferBook,
    Request,
    Substitution,
    SubstitutionStatus,
    Transfer,
    TransferStatus
} from "./ITransferBook.sol";
import {TransferRules} from "./TransferRules.sol";

/// @title TransferBook
/// @dev Security contact: see SECURITY.md. It moves balances through the book of clauses that the deal was deployed with, which
/// believes no other book of transfers. For each transfer it keeps: what may be drawn under it <= `held` <= `carved`.
contract TransferBook is ITransferBook, MemberOnly {
    /// @dev What the end of a credit has to look through.
    uint256 private constant MOST_TRANSFERS = 20;
    uint256 private constant NOT_DEMANDED = 1 << uint8(SubstitutionStatus.NONE);
    uint256 private constant DEMANDED = 1 << uint8(SubstitutionStatus.DEMANDED);

    mapping(address deal => mapping(bytes32 transferred => Transfer)) private _transfers;
    mapping(address deal => mapping(bytes32 credit => bytes32[])) private _from;
    mapping(address deal => mapping(bytes32 credit => uint64)) private _held;
    mapping(address deal => mapping(bytes32 presentation => Substitution)) private _substitutions;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    // ------------------------------------------------------------------ request and transfer

    function request(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, Request calldata wish)
        external
    {
        uint32 party = _authoriseTogether(Right.PRESENT);
        _requireOpen();
        require(wish.transferred != 0 && wish.carved != 0, TransfersNothingNamed());
        _transferable(deal, credit, terms);
        require(party == terms.beneficiary, TransfersNotFirstBeneficiary(terms.beneficiary, party));
        Transfer storage asked = _transfers[address(deal)][wish.transferred];
        _requireStatus(wish.transferred, asked, TransferStatus.UNKNOWN);
        (asked.status, asked.amendable) = (TransferStatus.REQUESTED, wish.amendable);
        (asked.firstBeneficiary, asked.carved, asked.from) = (party, wish.carved, credit);
        emit TransferRequested(address(deal), credit, wish.transferred, party, wish.carved, wish.amendable);
    }

    function revoke(ILetterOfCredit deal, bytes32 transferred) external {
        uint32 party = _authorise(Right.PRESENT);
        Transfer storage asked = _transfers[address(deal)][transferred];
        _requireStatus(transferred, asked, TransferStatus.REQUESTED);
        _requireFirst(asked, party);
        asked.status = TransferStatus.REVOKED;
        emit TransferRevoked(address(deal), asked.from, transferred);
    }

    // The deal and its book of clauses are listed by the consortium, and call nobody but each other and the book of orders.
    // slither-disable-next-line reentrancy-no-eth,reentrancy-events
    function transfer(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        CreditTerms calldata transferred
    ) external returns (bytes32 id) {
        uint32 bank = _authoriseTogether(Right.UNDERTAKE);
        _requireRole(Role.BANK);
        _requireOpen();
        (Credit memory record, uint32 named) = _transferable(deal, credit, terms);
        require(bank == named, TransfersNotTransferringBank(named, bank));
        require(!record.stopped, TransfersStopped(credit));
        _requireActive(transferred.beneficiary);
        id = keccak256(abi.encode(transferred));
        Transfer storage made = _transfers[address(deal)][id];
        _requireStatus(id, made, TransferStatus.REQUESTED);
        require(made.from == credit, TransfersOtherTerms(id));
        uint64 drawable = TransferRules.requireLike(id, terms, transferred, bank);
        TransferRules.requireThere(credit, record, made.carved, drawable);
        bytes32[] storage others = _from[address(deal)][credit];
        require(others.length < MOST_TRANSFERS, TransfersTooMany(credit, MOST_TRANSFERS));
        others.push(id);
        (made.status, made.bank, made.held) = (TransferStatus.MADE, bank, made.carved);
        _held[address(deal)][credit] += made.carved;
        _open(deal, credit, transferred, drawable, keccak256(abi.encode(terms)));
        _reserve(deal, credit, record, record.reserved + made.carved);
    }

    // ------------------------------------------------------------------ substitute

    function demand(
        ILetterOfCredit deal,
        bytes32 transferred,
        bytes32 terms,
        Presentation calldata presentation,
        uint32 until
    ) external {
        uint32 bank = _authorise(Right.EXAMINE);
        (Transfer storage made, bytes32 id) = _presented(deal, transferred, terms, presentation);
        _requireBank(made, bank);
        uint32 today = CreditRules.today();
        require(until >= today, TransfersDayPast(until, today));
        Substitution storage own = _substitutions[address(deal)][id];
        _requireSubstitution(id, own, NOT_DEMANDED);
        (own.status, own.until) = (SubstitutionStatus.DEMANDED, until);
        emit SubstitutionDemanded(address(deal), transferred, id, until);
    }

    function substitute(
        ILetterOfCredit deal,
        bytes32 transferred,
        bytes32 terms,
        Presentation calldata presentation,
        bytes32 invoice
    ) external {
        uint32 party = _authorise(Right.PRESENT);
        require(invoice != 0, TransfersNothingNamed());
        (Transfer storage made, bytes32 id) = _presented(deal, transferred, terms, presentation);
        _requireFirst(made, party);
        Substitution storage own = _substitutions[address(deal)][id];
        _requireSubstitution(id, own, NOT_DEMANDED | DEMANDED);
        own.status = SubstitutionStatus.SUBSTITUTED;
        uint64 margin = _marginOf(deal, transferred, made, presentation.amount);
        uint64 held = made.held - margin;
        emit InvoiceSubstituted(address(deal), transferred, id, invoice, margin, held);
        _hold(deal, made, held);
    }

    function lapse(
        ILetterOfCredit deal,
        bytes32 transferred,
        bytes32 terms,
        Presentation calldata presentation
    ) external {
        uint32 bank = _authorise(Right.EXAMINE);
        (Transfer storage made, bytes32 id) = _presented(deal, transferred, terms, presentation);
        _requireBank(made, bank);
        Substitution storage own = _substitutions[address(deal)][id];
        _requireSubstitution(id, own, DEMANDED);
        uint32 today = CreditRules.today();
        require(today > own.until, TransfersDayNotPast(own.until, today));
        own.status = SubstitutionStatus.LAPSED;
        emit SubstitutionLapsed(
            address(deal), transferred, id, _marginOf(deal, transferred, made, presentation.amount)
        );
    }

    // ------------------------------------------------------------------ give and take back

    function giveBack(ILetterOfCredit deal, bytes32 transferred, CreditTerms calldata terms) external {
        uint32 party = _authoriseTogether(Right.PRESENT);
        Transfer storage made = _made(deal, transferred);
        (, Credit memory record) = CreditRules.requireOperative(deal, transferred, terms);
        require(party == terms.beneficiary, ILetterOfCredit.CreditsNotBeneficiary(terms.beneficiary, party));
        _return(deal, transferred, made, record);
    }

    function takeBack(ILetterOfCredit deal, bytes32 transferred) external {
        uint32 party = _authorise(Right.PRESENT);
        Transfer storage made = _made(deal, transferred);
        _requireFirst(made, party);
        Credit memory record = deal.creditOf(transferred);
        require(TransferRules.over(record), TransfersNotEnded(made.from, transferred));
        _return(deal, transferred, made, record);
    }

    // ------------------------------------------------------------------ reading

    function heldFor(address deal, bytes32 credit, uint32 bank) external view returns (uint64) {
        Transfer storage made = _transfers[deal][credit];
        require(
            made.status != TransferStatus.MADE || bank == made.bank,
            ILetterOfCredit.CreditsNotAPlaceOfPresentation(credit, bank)
        );
        return _held[deal][credit];
    }

    function requireAmendable(address deal, bytes32 credit, uint64 drawable, bool partialDrawings) external view {
        require(partialDrawings || _from[deal][credit].length == 0, TransfersOnlyAsAWhole(credit));
        Transfer storage made = _transfers[deal][credit];
        if (made.status != TransferStatus.MADE) return;
        require(made.amendable, TransfersNotAmendable(credit));
        require(drawable <= made.held, TransfersAboveWhatIsHeld(credit, made.held, drawable));
    }

    function requireNoneRunning(ILetterOfCredit deal, bytes32 credit) external view {
        bytes32[] storage all = _from[address(deal)][credit];
        for (uint256 i; i < all.length; ++i) {
            require(TransferRules.over(deal.creditOf(all[i])), TransfersNotEnded(credit, all[i]));
        }
    }

    function transferOf(address deal, bytes32 transferred) external view returns (Transfer memory) {
        return _transfers[deal][transferred];
    }

    function transferredFrom(address deal, bytes32 credit) external view returns (bytes32[] memory) {
        return _from[deal][credit];
    }

    function substitutionOf(address deal, bytes32 presentation) external view returns (Substitution memory) {
        return _substitutions[deal][presentation];
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev A running credit by its operative terms: its balance, and the bank that may transfer it.
    function _transferable(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms)
        private
        view
        returns (Credit memory record, uint32 bank)
    {
        // Also where it only finishes what it has: the first beneficiary may transfer what it holds.
        _requireDeal(address(deal));
        (, record) = CreditRules.requireOperative(deal, credit, terms);
        require(
            _transfers[address(deal)][credit].status != TransferStatus.MADE, TransfersOnceOnly(credit)
        );
        if (terms.clauses != 0) bank = deal.clauses().clausesOf(terms.clauses).transferringBank;
        require(bank != 0, TransfersNotTransferable(credit));
    }

    function _open(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata transferred,
        uint64 drawable,
        bytes32 terms
    ) private {
        Confirmation answer = deal.confirmationOf(credit, terms);
        bytes32 id = deal.clauses().open(deal, credit, transferred, drawable, answer);
        // After the credit's own event, so that whoever reads in order knows of what this speaks.
        emit Transferred(address(deal), credit, id, transferred.advisingBank, answer);
    }

    function _made(ILetterOfCredit deal, bytes32 transferred) private view returns (Transfer storage made) {
        made = _transfers[address(deal)][transferred];
        _requireStatus(transferred, made, TransferStatus.MADE);
    }

    /// @dev A presentation under a transferred credit that is neither refused nor withdrawn.
    function _presented(
        ILetterOfCredit deal,
        bytes32 transferred,
        bytes32 terms,
        Presentation calldata presentation
    ) private view returns (Transfer storage made, bytes32 id) {
        made = _made(deal, transferred);
        id = deal.presentationIdOf(transferred, terms, presentation);
        PresentationStatus status = deal.passageOf(id).status;
        require(
            status == PresentationStatus.LODGED || status == PresentationStatus.HONOURED,
            TransfersNotPresented(id, status)
        );
    }

    /// @dev Of a drawing: what as large a share of what was carved out is above it, as far as it is there.
    function _marginOf(ILetterOfCredit deal, bytes32 transferred, Transfer storage made, uint64 amount)
        private
        view
        returns (uint64)
    {
        return TransferRules.margin(made, deal.creditOf(transferred).drawable, amount);
    }

    /// @dev What is not used under the transferred credit is no longer drawable there, and no longer held in the first.
    function _return(ILetterOfCredit deal, bytes32 transferred, Transfer storage made, Credit memory record) private {
        (uint64 used, uint64 carved, uint64 held) = TransferRules.kept(made, record);
        require(held < made.held || used < record.drawable, TransfersNothingToReturn(transferred));
        made.carved = carved;
        emit TransferReturned(address(deal), made.from, transferred, carved, held);
        deal.clauses().adjust(deal, transferred, used, record.reserved, record.honoured);
        _hold(deal, made, held);
    }

    function _hold(ILetterOfCredit deal, Transfer storage made, uint64 held) private {
        uint64 freed = made.held - held;
        made.held = held;
        _held[address(deal)][made.from] -= freed;
        Credit memory record = deal.creditOf(made.from);
        _reserve(deal, made.from, record, record.reserved - freed);
    }

    function _reserve(ILetterOfCredit deal, bytes32 credit, Credit memory record, uint64 reserved) private {
        deal.clauses().adjust(deal, credit, record.drawable, reserved, record.honoured);
    }

    function _requireStatus(bytes32 transferred, Transfer storage asked, TransferStatus allowed) private view {
        require(asked.status == allowed, TransfersWrongStatus(transferred, asked.status, allowed));
    }

    function _requireFirst(Transfer storage made, uint32 party) private view {
        require(party == made.firstBeneficiary, TransfersNotFirstBeneficiary(made.firstBeneficiary, party));
    }

    function _requireBank(Transfer storage made, uint32 party) private view {
        require(party == made.bank, TransfersNotTransferringBank(made.bank, party));
    }

    function _requireSubstitution(bytes32 presentation, Substitution storage own, uint256 allowed) private view {
        require(
            allowed & (1 << uint8(own.status)) != 0,
            TransfersSubstitutionWrongStatus(presentation, own.status, allowed)
        );
    }
}
