// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ISettlement} from "../cash/ISettlement.sol";
import {IMemberRegistry, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {Financing, IFinanceRegister} from "./IFinanceRegister.sol";
import {
    Claim,
    IReceivableBook,
    Notice,
    Part,
    Receivable,
    ReceivableStatus,
    ReceivableTerms,
    Sale
} from "./IReceivableBook.sol";

/// @title ReceivableBook
/// @dev Security contact: see SECURITY.md. Whenever the holder or the amount changes, what was offered and claimed is gone, so
/// that an agreement never meets another receivable than the one that it was made of.
contract ReceivableBook is IReceivableBook, MemberOnly {
    uint16 private constant WHOLE = 10_000;
    uint256 private constant MAX_PARTS = 16;
    uint256 private constant RUNNING =
        (1 << uint8(ReceivableStatus.REGISTERED)) | (1 << uint8(ReceivableStatus.APPROVED));

    IFinanceRegister public immutable finance;

    mapping(bytes32 receivable => Receivable) private _receivables;
    mapping(bytes32 receivable => bytes32 sale) private _offers;
    mapping(bytes32 receivable => bytes32 claim) private _claims;

    constructor(IMemberRegistry members_, IFinanceRegister finance_) MemberOnly(members_) {
        finance = finance_;
    }

    // ------------------------------------------------------------------ the claim

    function register(ReceivableTerms calldata terms) external returns (bytes32 receivable) {
        uint32 party = _authorise(Right.PRESENT);
        require(party == terms.seller, ReceivablesNotSeller(terms.seller, party));
        _requireActive(terms.obligor);
        receivable = idOf(terms);
        _begin(receivable, terms, ReceivableStatus.REGISTERED);
    }

    function approve(ReceivableTerms calldata terms) external returns (bytes32 receivable) {
        receivable = idOf(terms);
        Receivable storage record = _receivables[receivable];
        bool known = record.status != ReceivableStatus.UNKNOWN;
        uint32 party = _authorise(Right.UNDERTAKE, terms.cash, known ? record.amount : terms.amount);
        require(party == terms.obligor, ReceivablesNotObligor(terms.obligor, party));
        if (known) {
            _requireStatus(receivable, record, 1 << uint8(ReceivableStatus.REGISTERED));
            record.status = ReceivableStatus.APPROVED;
            record.disputed = false;
        } else {
            _requireActive(terms.seller);
            _begin(receivable, terms, ReceivableStatus.APPROVED);
        }
        emit Approved(receivable);
    }

    function dispute(bytes32 receivable, bytes32 grounds) external {
        Receivable storage record = _owed(receivable, _authorise(Right.PRESENT));
        _requireStatus(receivable, record, 1 << uint8(ReceivableStatus.REGISTERED));
        _requireUndisputed(receivable, record);
        record.disputed = true;
        emit Disputed(receivable, grounds);
    }

    function endDispute(bytes32 receivable) external {
        Receivable storage record = _owed(receivable, _authorise(Right.PRESENT));
        _requireStatus(receivable, record, RUNNING);
        require(record.disputed, ReceivablesNotDisputed(receivable));
        record.disputed = false;
        emit DisputeEnded(receivable);
    }

    function reduce(bytes32 receivable, uint64 amount, bytes32 creditNote) external {
        Receivable storage record =
            _held(receivable, _authorise(Right.TITLE, _receivables[receivable].cash, amount));
        require(amount != 0 && amount <= record.amount, ReceivablesOtherAmount(receivable, record.amount, amount));
        record.amount -= amount;
        _forget(receivable);
        emit Reduced(receivable, amount, creditNote);
        if (record.amount != 0) return;
        record.status = ReceivableStatus.VOID;
        _settleFinancing(record);
    }

    // ------------------------------------------------------------------ the sale

    function offer(bytes32 receivable, bytes32 sale) external {
        Receivable storage record = _held(receivable, _authoriseTogether(Right.TITLE));
        _requireUndisputed(receivable, record);
        _offers[receivable] = sale;
        emit Offered(receivable, sale);
    }

    function withdrawOffer(bytes32 receivable) external {
        _held(receivable, _authorise(Right.TITLE));
        require(_offers[receivable] != 0, ReceivablesNotOffered(receivable, 0, 0));
        delete _offers[receivable];
        emit OfferWithdrawn(receivable);
    }

    function buy(Sale calldata sale, bytes32 financing, bytes calldata payment) external {
        bytes32 receivable = sale.receivable;
        Receivable storage record = _receivables[receivable];
        uint32 party = _authorise(Right.PAY, record.cash, sale.price);
        require(party == sale.buyer, ReceivablesNotBuyer(sale.buyer, party));
        _requireOffered(receivable, record, sale);
        if (record.financing == 0) {
            record.financing = financing;
        } else {
            // Sold on, it goes with its financing, which a way back with recourse would leave without its financier.
            require(financing == 0 && !sale.withRecourse, ReceivablesFinanced(receivable, record.financing));
        }
        _move(receivable, record, party);
        record.recourse = sale.withRecourse ? sale.seller : 0;
        emit Sold(receivable, party, record.financing, sale.withRecourse);
        if (financing != 0 || record.financing == 0) finance.take(financing, party, record.share);
        _pay(receivable, record, party, sale.seller, sale.price, payment);
    }

    function assign(bytes32 receivable, uint32 holder) external {
        Receivable storage record = _receivables[receivable];
        _held(receivable, _authorise(Right.TITLE, record.cash, record.amount));
        _requireOther(receivable, record, holder);
        require(holder != record.holder, ReceivablesOneHand(receivable, holder));
        _move(receivable, record, holder);
        emit Assigned(receivable, holder);
    }

    function split(bytes32 receivable, Part[] calldata parts) external {
        Receivable storage record = _receivables[receivable];
        _held(receivable, _authorise(Right.TITLE, record.cash, record.amount));
        _requireStatus(receivable, record, 1 << uint8(ReceivableStatus.APPROVED));
        require(record.financing == 0, ReceivablesFinanced(receivable, record.financing));
        require(parts.length <= MAX_PARTS, ReceivablesTooManyParts(parts.length, MAX_PARTS));
        record.status = ReceivableStatus.SPLIT;
        _forget(receivable);
        emit Split(receivable);
        uint256 sum = 0;
        for (uint256 i; i < parts.length; ++i) {
            sum += parts[i].amount;
            _makePart(receivable, record, parts[i]);
        }
        require(sum == record.amount, ReceivablesNotAll(receivable, sum, record.amount));
    }

    // ------------------------------------------------------------------ repayment

    function giveNotice(bytes32 receivable) external {
        uint32 party = _authorise(Right.TITLE);
        Receivable storage record = _held(receivable, party);
        require(record.payee != party, ReceivablesNotified(receivable, party));
        (record.payee, record.notice) = (party, Notice.GIVEN);
        emit NoticeGiven(receivable, party);
    }

    function acknowledge(bytes32 receivable, uint32 holder) external {
        Receivable storage record = _owed(receivable, _authorise(Right.PRESENT));
        _requireStatus(receivable, record, RUNNING);
        require(
            record.payee == holder && record.notice == Notice.GIVEN,
            ReceivablesOtherNotice(receivable, record.payee, record.notice)
        );
        record.notice = Notice.ACKNOWLEDGED;
        emit NoticeAcknowledged(receivable, holder);
    }

    function repay(bytes32 receivable, uint32 payee, bytes calldata payment) external {
        Receivable storage record = _receivables[receivable];
        uint32 party = _authorise(Right.PAY, record.cash, record.amount);
        _owed(receivable, party);
        _requireStatus(receivable, record, RUNNING);
        require(payee == record.payee, ReceivablesOtherPayee(receivable, record.payee, payee));
        record.status = ReceivableStatus.PAID;
        _forget(receivable);
        emit Repaid(receivable, payee);
        _settleFinancing(record);
        _pay(receivable, record, party, payee, record.amount, payment);
    }

    function claimRecourse(bytes32 receivable, bytes32 claim) external {
        Receivable storage record = _held(receivable, _authorise(Right.PRESENT));
        require(record.recourse != 0, ReceivablesNotLiable(0, record.seller));
        require(record.disputed || record.due < _today(), ReceivablesNotDue(record.due, _today()));
        _claims[receivable] = claim;
        emit RecourseClaimed(receivable, claim);
    }

    function repurchase(Claim calldata claim, Financing calldata financing, bytes calldata payment) external {
        bytes32 receivable = claim.receivable;
        Receivable storage record = _receivables[receivable];
        uint32 party = _authorise(Right.PAY, record.cash, claim.amount);
        require(party == record.recourse, ReceivablesNotLiable(record.recourse, party));
        _requireStatus(receivable, record, RUNNING);
        bytes32 spelled = keccak256(abi.encode(claim));
        bytes32 claimed = _claims[receivable];
        require(spelled == claimed, ReceivablesNotClaimed(receivable, claimed, spelled));
        uint32 claimant = record.holder;
        _move(receivable, record, party);
        record.recourse = 0;
        emit Repurchased(receivable, party);
        _releaseFinancing(record, financing);
        _pay(receivable, record, party, claimant, claim.amount, payment);
    }

    // ------------------------------------------------------------------ reading

    function receivableOf(bytes32 receivable) external view returns (Receivable memory) {
        return _receivables[receivable];
    }

    function pendingOf(bytes32 receivable) external view returns (bytes32 sale, bytes32 claim) {
        return (_offers[receivable], _claims[receivable]);
    }

    function idOf(ReceivableTerms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    function partIdOf(bytes32 whole, Part calldata part) public pure returns (bytes32) {
        return keccak256(abi.encode(whole, part));
    }

    // ------------------------------------------------------------------ each idea once

    function _begin(bytes32 receivable, ReceivableTerms calldata terms, ReceivableStatus status) private {
        _requireOpen();
        _requireListed(terms.cash);
        Receivable storage record = _receivables[receivable];
        require(record.status == ReceivableStatus.UNKNOWN, ReceivablesAlreadyRegistered(receivable));
        require(terms.seller != terms.obligor, ReceivablesOneHand(receivable, terms.seller));
        require(
            terms.amount != 0 && terms.due >= _today(),
            ReceivablesInvalidTerms(receivable, terms.amount, terms.due, _today())
        );
        (record.seller, record.obligor) = (terms.seller, terms.obligor);
        (record.holder, record.payee) = (terms.seller, terms.seller);
        (record.due, record.status, record.share) = (terms.due, status, WHOLE);
        (record.cash, record.amount) = (terms.cash, terms.amount);
        emit Registered(receivable, terms);
    }

    function _makePart(bytes32 whole, Receivable storage record, Part calldata part) private {
        bytes32 id = partIdOf(whole, part);
        _requireOther(whole, record, part.holder);
        uint256 share = (uint256(record.share) * part.amount) / record.amount;
        require(share != 0, ReceivablesPartTooSmall(whole, part.amount));
        Receivable storage made = _receivables[id];
        require(made.status == ReceivableStatus.UNKNOWN, ReceivablesAlreadyRegistered(id));
        // A part of more than the whole is refused when all are summed.
        uint16 narrowed = uint16(share);
        (made.seller, made.obligor) = (record.seller, record.obligor);
        (made.holder, made.payee, made.notice) = (part.holder, record.payee, record.notice);
        (made.due, made.status, made.share) = (record.due, ReceivableStatus.APPROVED, narrowed);
        (made.cash, made.amount) = (record.cash, part.amount);
        emit PartMade(id, whole, part, narrowed);
    }

    /// @dev What was offered or claimed was so by the former holder.
    function _move(bytes32 receivable, Receivable storage record, uint32 holder) private {
        record.holder = holder;
        _forget(receivable);
    }

    function _forget(bytes32 receivable) private {
        delete _offers[receivable];
        delete _claims[receivable];
    }

    function _settleFinancing(Receivable storage record) private {
        if (record.financing != 0) finance.settleKept(record.financing);
    }

    function _releaseFinancing(Receivable storage record, Financing calldata financing) private {
        bytes32 kept = record.financing;
        bytes32 given = keccak256(abi.encode(financing));
        require(kept == given, ReceivablesOtherFinancing(kept, given));
        record.financing = 0;
        finance.releaseKept(financing);
    }

    /// @dev Each payment for a receivable has another number.
    function _pay(
        bytes32 receivable,
        Receivable storage record,
        uint32 payer,
        uint32 payee,
        uint64 amount,
        bytes calldata payment
    ) private {
        bytes32 id = keccak256(abi.encode(block.chainid, address(this), receivable, ++record.payments));
        ISettlement(record.cash).settle(
            id, PartyAccount.accountOf(payer), PartyAccount.accountOf(payee), amount, payment
        );
    }

    function _today() private view returns (uint32) {
        return uint32(block.timestamp / 1 days);
    }

    function _held(bytes32 receivable, uint32 party) private view returns (Receivable storage record) {
        record = _receivables[receivable];
        require(party == record.holder, ReceivablesNotHolder(record.holder, party));
        _requireStatus(receivable, record, RUNNING);
    }

    function _owed(bytes32 receivable, uint32 party) private view returns (Receivable storage record) {
        record = _receivables[receivable];
        require(party == record.obligor, ReceivablesNotObligor(record.obligor, party));
    }

    function _requireOffered(bytes32 receivable, Receivable storage record, Sale calldata sale) private view {
        _requireStatus(receivable, record, RUNNING);
        _requireUndisputed(receivable, record);
        bytes32 spelled = keccak256(abi.encode(sale));
        bytes32 offered = _offers[receivable];
        require(spelled == offered, ReceivablesNotOffered(receivable, offered, spelled));
        require(sale.seller == record.holder, ReceivablesNotHolder(record.holder, sale.seller));
        require(sale.buyer != record.holder && sale.buyer != record.obligor, ReceivablesOneHand(receivable, sale.buyer));
        require(sale.amount == record.amount, ReceivablesOtherAmount(receivable, record.amount, sale.amount));
        require(block.timestamp <= sale.until, ReceivablesOfferOver(sale.until, block.timestamp));
    }

    function _requireOther(bytes32 receivable, Receivable storage record, uint32 holder) private view {
        require(holder != record.obligor, ReceivablesOneHand(receivable, holder));
        _requireActive(holder);
    }

    function _requireUndisputed(bytes32 receivable, Receivable storage record) private view {
        require(!record.disputed, ReceivablesDisputed(receivable));
    }

    function _requireStatus(bytes32 receivable, Receivable storage record, uint256 allowed) private view {
        require(
            allowed & (1 << uint8(record.status)) != 0,
            ReceivablesWrongStatus(receivable, record.status, allowed)
        );
    }
}
