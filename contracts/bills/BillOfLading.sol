// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {Capability, IMemberRegistry, Instrument, InstrumentStatus, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {Bill, BillStatus, Change, Endorsement, Form, IBillOfLading, Lock} from "./IBillOfLading.sol";
import {PackedBill, PackedBills} from "./PackedBill.sol";

/// @title BillOfLading
/// @dev Security contact: see SECURITY.md. All of a bill stands in one storage slot, so that every operation reads and
/// writes one. No operation calls a recipient: party accounts hold no code.
contract BillOfLading is IBillOfLading, MemberOnly {
    /// @dev Of bills that one reissue voids, and that it issues: it must fit into a block with others.
    uint256 private constant MOST_AT_ONCE = 16;
    uint8 private constant FROZEN = uint8(1 << uint8(Lock.FREEZE));

    mapping(bytes32 bill => PackedBill) private _bills;
    mapping(uint32 party => uint256) private _owned;
    mapping(bytes32 bill => uint32) private _frozenBy;
    /// @dev What a bill took the place of, as far as that was ever pledged; from there `_besides` leads to what was voided with it.
    mapping(bytes32 bill => bytes32) private _origins;
    mapping(bytes32 bill => bytes32) private _besides;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    // ------------------------------------------------------------------ the carrier issues

    function issue(bytes32 bill, uint32 shipper, uint32 owner, Form form) external {
        uint32 carrier = _authorise(Right.CARRY, Role.CARRIER);
        _requireOpen();
        _issue(bill, carrier, shipper, owner, form);
    }

    // ------------------------------------------------------------------ holders and owners

    function transferHolder(bytes32 bill, uint32 to) external {
        PackedBill record = _heldBy(bill, _authorise(Right.TITLE));
        Form form = record.form();
        require(form != Form.SEA_WAYBILL, BillsWrongForm(bill, form, Form.STRAIGHT));
        _requireRecipient(bill, record.holder(), to);
        _hand(bill, record, to, form == Form.BLANK ? to : record.owner(), true);
    }

    function nominate(bytes32 bill, uint32 nominee) external {
        uint32 party = _authorise(Right.TITLE);
        PackedBill record = _bills[bill];
        _requireFree(bill, record);
        require(record.owner() == party, BillsNotOwner(bill, record.owner(), party));
        require(record.form() == Form.TO_ORDER, BillsWrongForm(bill, record.form(), Form.TO_ORDER));
        if (nominee != 0) _requireRecipient(bill, party, nominee);
        if (record.holder() == party) record = record.withFormer(0, 0);
        _bills[bill] = record.withNominee(nominee);
        emit Nominated(bill, nominee);
    }

    function transferBoth(bytes32 bill, uint32 to) external {
        _transferBoth(bill, to);
    }

    function endorseInBlank(bytes32 bill) external {
        PackedBill record = _heldBy(bill, _authorise(Right.TITLE));
        require(record.form() == Form.TO_ORDER, BillsWrongForm(bill, record.form(), Form.TO_ORDER));
        _requireInOneHand(bill, record);
        _bills[bill] = record.withForm(Form.BLANK).withNominee(0).withFormer(0, 0);
        emit EndorsedInBlank(bill);
    }

    function endorse(bytes32 bill, uint32 to, Endorsement endorsement) external {
        PackedBill record = _heldBy(bill, _authorise(Right.TITLE));
        Form form = record.form();
        _requireNegotiable(bill, form);
        _requireInOneHand(bill, record);
        uint32 holder = record.holder();
        _requireRecipient(bill, holder, to);
        Form endorsed = endorsement == Endorsement.NOT_NEGOTIABLE ? Form.STRAIGHT : Form.TO_ORDER;
        emit Endorsed(bill, to, endorsement);
        _hand(bill, record.withForm(endorsed), to, endorsement == Endorsement.FOR_COLLECTION ? holder : to, true);
        if (endorsed != form) _bills[bill] = _bills[bill].withFormerForm(form);
    }

    function refuseTransfer(bytes32 bill) external {
        PackedBill record = _heldBy(bill, _authorise(Right.TITLE));
        (uint32 holder, uint32 owner) = (record.formerHolder(), record.formerOwner());
        require(holder != 0, BillsNothingToRefuse(bill));
        Form form = record.formerForm();
        if (form != Form.STRAIGHT) record = record.withForm(form);
        emit TransferRefused(bill);
        _hand(bill, record, holder, owner == 0 ? record.owner() : owner, false);
    }

    // ------------------------------------------------------------------ surrender

    function surrender(bytes32 bill) external {
        uint32 party = _authorise(Right.TITLE);
        PackedBill record = _heldBy(bill, party);
        require(record.form() != Form.SEA_WAYBILL, BillsWrongForm(bill, Form.SEA_WAYBILL, Form.STRAIGHT));
        _requireInOneHand(bill, record);
        _bills[bill] =
            record.withHolder(record.carrier()).withFormer(party, 0).withNominee(0).withStatus(BillStatus.SURRENDERED);
        emit Surrendered(bill);
    }

    function acceptSurrender(bytes32 bill) external {
        _accomplish(bill, _askedOf(bill, _authorise(Right.CARRY), BillStatus.SURRENDERED));
    }

    function refuseSurrender(bytes32 bill) external {
        PackedBill record = _askedOf(bill, _authorise(Right.CARRY), BillStatus.SURRENDERED);
        _bills[bill] = record.withHolder(record.formerHolder()).withFormer(0, 0).withStatus(BillStatus.ISSUED);
        emit SurrenderRefused(bill);
    }

    // ------------------------------------------------------------------ change by the carrier

    function surrenderForAmendment(bytes32 bill, Change change, uint32 consignee) external {
        uint32 party = _authorise(Right.TITLE);
        PackedBill record = _heldBy(bill, party);
        Form form = record.form();
        if (consignee != 0) {
            bool named = form == Form.STRAIGHT || form == Form.SEA_WAYBILL;
            require(named, BillsWrongForm(bill, form, Form.STRAIGHT));
            _requireRecipient(bill, record.owner(), consignee);
        }
        // A waybill never leaves its shipper, who has the right of control until the goods are delivered.
        bool alone = form == Form.SEA_WAYBILL || (form == Form.STRAIGHT && consignee == 0);
        if (!alone) _requireInOneHand(bill, record);
        _bills[bill] = record.withHolder(record.carrier()).withFormer(party, 0).withNominee(consignee).withStatus(
            BillStatus.AMENDING
        ).withChange(change);
        emit SurrenderedForAmendment(bill, change, consignee);
    }

    function refuseAmendment(bytes32 bill) external {
        PackedBill record = _askedOf(bill, _authorise(Right.CARRY), BillStatus.AMENDING);
        record = record.withHolder(record.formerHolder()).withFormer(0, 0).withNominee(0).withChange(Change.AMENDMENT);
        _bills[bill] = record.withStatus(BillStatus.ISSUED);
        emit AmendmentRefused(bill);
    }

    function reissue(bytes32[] calldata voided, bytes32[] calldata issued, bytes32 balance) external {
        uint32 carrier = _authorise(Right.CARRY, Role.CARRIER);
        (uint256 before, uint256 after_) = (voided.length, issued.length);
        bool counted = before != 0 && before <= MOST_AT_ONCE && after_ != 0 && after_ <= MOST_AT_ONCE;
        require(counted, BillsWrongCount(before, after_, MOST_AT_ONCE));
        require(balance != 0, BillsEmptyCommitment());
        PackedBill first = _askedOf(voided[0], carrier, BillStatus.AMENDING);
        require(first.change() != Change.PAPER, BillsWrongChange(voided[0], Change.PAPER));
        bytes32 origin = 0;
        for (uint256 i; i < before; ++i) origin = _void(voided[i], voided[0], first, balance, origin);
        _owned[first.owner()] -= before;
        uint32 owner = first.nominee();
        if (owner == 0) owner = first.owner();
        else _requireActive(owner);
        for (uint256 i; i < after_; ++i) {
            _create(issued[i], carrier, first.formerHolder(), owner, first.form());
            if (origin != 0) _follow(issued[i], origin);
            emit Reissued(issued[i], balance);
            if (first.indemnity()) _tellIndemnity(issued[i], balance);
        }
    }

    // ------------------------------------------------------------------ to paper and back: never both alive

    function switchToPaper(bytes32 bill, bytes32 statement) external {
        PackedBill record = _askedOf(bill, _authorise(Right.CARRY), BillStatus.AMENDING);
        require(record.change() == Change.PAPER, BillsWrongChange(bill, record.change()));
        require(statement != 0, BillsEmptyCommitment());
        uint32 owner = record.owner();
        _bills[bill] = record.withHolder(0).withOwner(0).withNominee(0).withStatus(BillStatus.ON_PAPER);
        --_owned[owner];
        emit SwitchedToPaper(bill, statement);
        emit Transfer(PartyAccount.accountOf(owner), address(0), uint256(bill));
    }

    function issueFromPaper(bytes32 bill, uint32 holder, uint32 owner, Form form, bytes32 origin, bytes32 statement)
        external
    {
        uint32 carrier = _authorise(Right.CARRY, Role.CARRIER);
        _requireOpen();
        require(statement != 0, BillsEmptyCommitment());
        (bool delivered, bool pledged) = (false, false);
        if (origin != 0) {
            PackedBill before = _askedOf(origin, carrier, BillStatus.ON_PAPER);
            (delivered, pledged) = (before.indemnity(), before.pledged());
            _bills[origin] = before.withStatus(BillStatus.VOID);
            emit Voided(origin, statement);
        }
        _issue(bill, carrier, holder, owner, form);
        if (pledged) _follow(bill, origin);
        emit IssuedFromPaper(bill, origin, statement);
        if (delivered) _tellIndemnity(bill, statement);
    }

    // ------------------------------------------------------------------ delivery without a bill to surrender

    function recordIndemnity(bytes32 bill, bytes32 indemnity) external {
        uint32 party = _authorise(Right.CARRY);
        PackedBill record = _bills[bill];
        _requireAlive(bill, record);
        require(record.carrier() == party, BillsNotCarrier(bill, record.carrier(), party));
        require(indemnity != 0, BillsEmptyCommitment());
        _tellIndemnity(bill, indemnity);
    }

    function deliverOnIdentity(bytes32 bill) external {
        PackedBill record = _askedOf(bill, _authorise(Right.CARRY), BillStatus.ISSUED);
        require(record.form() == Form.SEA_WAYBILL, BillsWrongForm(bill, record.form(), Form.SEA_WAYBILL));
        emit DeliveredOnIdentity(bill);
        _accomplish(bill, record);
    }

    // ------------------------------------------------------------------ an authority

    function freeze(bytes32 bill, bytes32 reason) external {
        uint32 authority = _authoriseTogether(Right.TITLE);
        _requireRole(Role.REGULATOR);
        PackedBill record = _bills[bill];
        _requireAlive(bill, record);
        require(_frozenBy[bill] == 0, BillsLocked(bill, record.locks(), record.locker()));
        require(reason != 0, BillsEmptyCommitment());
        _frozenBy[bill] = authority;
        _bills[bill] = record.withLock(record.locks() | FROZEN, record.locker());
        emit BillFrozen(bill, authority, reason);
    }

    function unfreeze(bytes32 bill, bytes32 reason) external {
        uint32 party = _authoriseTogether(Right.TITLE);
        uint32 authority = _frozenBy[bill];
        require(authority != 0, BillsNotFrozen(bill));
        require(authority == party, BillsNotAuthority(bill, authority, party));
        require(reason != 0, BillsEmptyCommitment());
        PackedBill record = _bills[bill];
        delete _frozenBy[bill];
        _bills[bill] = record.withLock(record.locks() & ~FROZEN, record.locker());
        emit BillUnfrozen(bill, reason);
    }

    // ------------------------------------------------------------------ instruments that keep bills

    function lock(bytes32 bill, uint32 party, uint32 taker, Lock kind) external {
        Instrument memory keeper = members.instrumentOf(msg.sender);
        bool running = keeper.status == InstrumentStatus.OPEN || keeper.status == InstrumentStatus.CLOSING;
        require(running && keeper.capabilities & (1 << uint8(Capability.BILLS)) != 0, BillsNotKeeper(msg.sender));
        PackedBill record = _heldBy(bill, party);
        uint32 owner = record.owner();
        Form form = record.form();
        bool endorsed = owner == taker || (owner == party && form != Form.STRAIGHT);
        require(form != Form.SEA_WAYBILL, BillsWrongForm(bill, form, Form.STRAIGHT));
        require(kind != Lock.FREEZE, BillsNotKeeper(msg.sender));
        require(endorsed, BillsNotEndorsed(bill, owner, taker));
        if (kind == Lock.PLEDGE) record = record.withPledged();
        _bills[bill] = record.withLock(uint8(1 << uint8(kind)), keeper.number).withFormer(0, 0);
        emit Locked(bill, kind, keeper.number);
    }

    function unlock(bytes32 bill) external {
        _bills[bill] = _release(bill);
        emit Unlocked(bill);
    }

    function deliver(bytes32 bill, uint32 taker) external {
        PackedBill record = _release(bill);
        // What an authority stopped goes back to its holder, or nowhere.
        require(record.locks() == 0, BillsLocked(bill, record.locks(), 0));
        emit Unlocked(bill);
        // A straight bill is not endorsed: title stays with the consignee that it names, whoever gets possession.
        _hand(bill, record, taker, record.form() == Form.STRAIGHT ? record.owner() : taker, false);
    }

    // ------------------------------------------------------------------ reading

    function billOf(bytes32 bill) external view returns (Bill memory) {
        return _bills[bill].unpack();
    }

    function frozenBy(bytes32 bill) external view returns (uint32) {
        return _frozenBy[bill];
    }

    function originOf(bytes32 bill) external view returns (bytes32 origin, bytes32 beside) {
        return (_origins[bill], _besides[bill]);
    }

    function ownerOf(uint256 tokenId) external view returns (address) {
        return PartyAccount.accountOf(_ownerOf(bytes32(tokenId)));
    }

    function balanceOf(address account) external view returns (uint256) {
        return _owned[_party(account)];
    }

    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC721).interfaceId || interfaceId == type(IERC165).interfaceId;
    }

    // ------------------------------------------------------------------ ERC-721, as far as title allows

    function transferFrom(address from, address to, uint256 tokenId) external {
        _transferFrom(from, to, tokenId);
    }

    function safeTransferFrom(address from, address to, uint256 tokenId) external {
        _transferFrom(from, to, tokenId);
    }

    function safeTransferFrom(address from, address to, uint256 tokenId, bytes calldata) external {
        _transferFrom(from, to, tokenId);
    }

    function approve(address, uint256) external pure {
        revert BillsNoApprovals();
    }

    function setApprovalForAll(address, bool) external pure {
        revert BillsNoApprovals();
    }

    function getApproved(uint256 tokenId) external view returns (address) {
        _ownerOf(bytes32(tokenId));
        return address(0);
    }

    function isApprovedForAll(address, address) external pure returns (bool) {
        return false;
    }

    function _transferFrom(address from, address to, uint256 tokenId) private {
        uint32 owner = _ownerOf(bytes32(tokenId));
        require(_party(from) == owner, BillsNotOwner(bytes32(tokenId), owner, PartyAccount.partyOf(from)));
        _transferBoth(bytes32(tokenId), _party(to));
    }

    // ------------------------------------------------------------------ each idea once

    function _transferBoth(bytes32 bill, uint32 to) private {
        PackedBill record = _heldBy(bill, _authorise(Right.TITLE));
        _requireNegotiable(bill, record.form());
        (uint32 holder, uint32 nominee) = (record.holder(), record.nominee());
        require(record.owner() == holder || (to == nominee && to != 0), BillsNotNominee(bill, nominee, to));
        // A nominee was asked for when it was named.
        if (to != nominee || to == 0 || to == holder) _requireRecipient(bill, holder, to);
        _hand(bill, record, to, to, true);
    }

    function _issue(bytes32 bill, uint32 carrier, uint32 holder, uint32 owner, Form form) private {
        require(form != Form.BLANK || owner == holder, BillsBlankOwner(bill, holder, owner));
        _requireActive(holder);
        if (owner != holder) _requireActive(owner);
        _create(bill, carrier, holder, owner, form);
    }

    function _tellIndemnity(bytes32 bill, bytes32 indemnity) private {
        _bills[bill] = _bills[bill].withIndemnity();
        emit DeliveredUnderIndemnity(bill, indemnity);
    }

    function _accomplish(bytes32 bill, PackedBill record) private {
        uint32 owner = record.owner();
        _bills[bill] = record.withHolder(0).withOwner(0).withStatus(BillStatus.ACCOMPLISHED);
        --_owned[owner];
        emit Transfer(PartyAccount.accountOf(owner), address(0), uint256(bill));
    }

    function _create(bytes32 bill, uint32 carrier, uint32 holder, uint32 owner, Form form) private {
        require(bill != 0, BillsEmptyCommitment());
        BillStatus status = _bills[bill].status();
        require(status == BillStatus.UNKNOWN, BillsAlreadyIssued(bill, status));
        _bills[bill] = PackedBills.create(holder, owner, carrier, form);
        ++_owned[owner];
        emit Issued(bill, carrier, holder, form);
        emit Transfer(address(0), PartyAccount.accountOf(owner), uint256(bill));
    }

    /// @dev All of a bill stands in one word, so that bills are alike if their words are.
    /// @return origin the last one voided in this reissue that was ever pledged, or 0.
    function _void(bytes32 bill, bytes32 like, PackedBill first, bytes32 balance, bytes32 pledgedBefore)
        private
        returns (bytes32 origin)
    {
        PackedBill record = _bills[bill];
        require(record.isLike(first), BillsUnlike(bill, like));
        _bills[bill] = record.withHolder(0).withOwner(0).withNominee(0).withStatus(BillStatus.VOID);
        emit Voided(bill, balance);
        emit Transfer(PartyAccount.accountOf(first.owner()), address(0), uint256(bill));
        if (!record.pledged()) return pledgedBefore;
        _besides[bill] = pledgedBefore;
        return bill;
    }

    function _follow(bytes32 bill, bytes32 origin) private {
        _origins[bill] = origin;
        _bills[bill] = _bills[bill].withPledged();
    }

    /// @dev Possession to `holder`, title to `owner`. @param refusable remember whom it came from, for a refusal.
    function _hand(bytes32 bill, PackedBill record, uint32 holder, uint32 owner, bool refusable) private {
        (uint32 fromHolder, uint32 fromOwner) = (record.holder(), record.owner());
        bool title = owner != fromOwner;
        record = record.withHolder(holder).withFormer(refusable ? fromHolder : 0, refusable && title ? fromOwner : 0);
        if (title) record = record.withOwner(owner).withNominee(0);
        _bills[bill] = record;
        emit Handed(bill, holder);
        if (!title) return;
        unchecked {
            // Whoever owns a bill was counted when it came.
            --_owned[fromOwner];
            ++_owned[owner];
        }
        emit Transfer(PartyAccount.accountOf(fromOwner), PartyAccount.accountOf(owner), uint256(bill));
    }

    function _heldBy(bytes32 bill, uint32 party) private view returns (PackedBill record) {
        record = _bills[bill];
        if (record.isFreeFor(party)) return record;
        _requireFree(bill, record);
        revert BillsNotHolder(bill, record.holder(), party);
    }

    /// @dev The one place where locks are looked at.
    function _requireFree(bytes32 bill, PackedBill record) private pure {
        if (record.isFreeFor(record.holder())) return;
        require(record.status() == BillStatus.ISSUED, BillsWrongStatus(bill, record.status(), BillStatus.ISSUED));
        revert BillsLocked(bill, record.locks(), record.locker());
    }

    /// @dev What waits in this status for the carrier's answer.
    function _askedOf(bytes32 bill, uint32 party, BillStatus allowed) private view returns (PackedBill record) {
        record = _bills[bill];
        BillStatus status = record.status();
        require(status == allowed, BillsWrongStatus(bill, status, allowed));
        require(record.carrier() == party, BillsNotCarrier(bill, record.carrier(), party));
        require(record.locks() == 0, BillsLocked(bill, record.locks(), record.locker()));
    }

    function _release(bytes32 bill) private view returns (PackedBill record) {
        record = _bills[bill];
        uint16 caller = members.instrumentOf(msg.sender).number;
        uint8 locks = record.locks();
        require(
            locks & ~FROZEN != 0 && caller == record.locker(), BillsNotLocker(bill, record.locker(), msg.sender)
        );
        return record.withLock(locks & FROZEN, 0);
    }

    function _ownerOf(bytes32 bill) private view returns (uint32 owner) {
        owner = _bills[bill].owner();
        require(owner != 0, BillsUnknown(bill));
    }

    function _requireNegotiable(bytes32 bill, Form form) private pure {
        require(form == Form.TO_ORDER || form == Form.BLANK, BillsWrongForm(bill, form, Form.TO_ORDER));
    }

    /// @dev Issued, and not ended: in somebody's hands, or in the carrier's until it answers.
    function _requireAlive(bytes32 bill, PackedBill record) private pure {
        BillStatus status = record.status();
        bool alive = status == BillStatus.ISSUED || status == BillStatus.SURRENDERED || status == BillStatus.AMENDING;
        require(alive, BillsWrongStatus(bill, status, BillStatus.ISSUED));
    }

    function _requireInOneHand(bytes32 bill, PackedBill record) private pure {
        require(record.holder() == record.owner(), BillsNotInOneHand(bill, record.holder(), record.owner()));
    }

    function _requireRecipient(bytes32 bill, uint32 from, uint32 to) private view {
        require(to != from, BillsSameParty(bill, to));
        _requireActive(to);
    }

    function _party(address account) private pure returns (uint32 party) {
        party = PartyAccount.partyOf(account);
        require(party != 0, BillsNotAccount(account));
    }
}
