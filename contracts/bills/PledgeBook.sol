// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IMemberRegistry, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {Form, IBillOfLading, Lock} from "./IBillOfLading.sol";
import {IPledgeBook, Pledge, PledgeStatus} from "./IPledgeBook.sol";

/// @title PledgeBook
/// @dev Security contact: see SECURITY.md.
contract PledgeBook is IPledgeBook, MemberOnly {
    uint256 private constant PLEDGED = 1 << uint8(PledgeStatus.PLEDGED);
    uint256 private constant ON_TRUST = 1 << uint8(PledgeStatus.ON_TRUST);

    IBillOfLading public immutable bills;

    mapping(bytes32 bill => Pledge) private _pledges;

    constructor(IMemberRegistry members_, IBillOfLading bills_) MemberOnly(members_) {
        bills = bills_;
    }

    // ------------------------------------------------------------------ the pledgor

    function pledge(bytes32 bill, uint32 pledgee, uint40 due, bytes32 agreement) external {
        uint32 party = _authorise(Right.TITLE);
        _requireOpen();
        _requireFreeFor(bill, pledgee);
        require(pledgee != party, PledgesSameParty(bill, party));
        _requireActive(pledgee);
        require(members.partyOf(pledgee).roles & (1 << uint8(Role.BANK)) != 0, PledgesNotBank(bill, pledgee));
        require(due > block.timestamp, PledgesAlreadyDue(bill, due, block.timestamp));
        require(agreement != 0, PledgesEmptyCommitment(bill));
        _pledges[bill] = Pledge(party, pledgee, 0, due, PledgeStatus.PLEDGED);
        emit Pledged(bill, party, pledgee, due, agreement);
        bills.lock(bill, party, pledgee, Lock.PLEDGE);
    }

    function endorse(bytes32 bill, uint32 to) external {
        uint32 party = _authorise(Right.TITLE);
        Pledge storage record = _inStatus(bill, PLEDGED);
        require(party == record.pledgor, PledgesNotPledgor(bill, record.pledgor, party));
        require(to != 0 && to == record.endorsee, PledgesNotAgreed(bill, record.endorsee, to));
        _requireActive(to);
        record.status = PledgeStatus.ENDORSED;
        emit PledgeEndorsed(bill, to);
        bills.deliver(bill, to);
    }

    // ------------------------------------------------------------------ the pledgee, by two persons

    function release(bytes32 bill) external {
        Pledge storage record = _ofPledgee(bill, PLEDGED | ON_TRUST);
        bool kept = record.status == PledgeStatus.PLEDGED;
        record.status = PledgeStatus.RELEASED;
        emit PledgeReleased(bill);
        if (kept) bills.unlock(bill);
    }

    function releaseOnTrust(bytes32 bill, bytes32 receipt) external {
        Pledge storage record = _ofPledgee(bill, PLEDGED);
        require(receipt != 0, PledgesEmptyCommitment(bill));
        record.status = PledgeStatus.ON_TRUST;
        emit ReleasedOnTrust(bill, receipt);
        bills.unlock(bill);
    }

    function agree(bytes32 bill, uint32 endorsee) external {
        Pledge storage record = _ofPledgee(bill, PLEDGED);
        if (endorsee != 0) {
            require(bills.billOf(bill).form != Form.STRAIGHT, PledgesNotNegotiable(bill));
            require(endorsee != record.pledgor, PledgesSameParty(bill, endorsee));
            _requireActive(endorsee);
        }
        record.endorsee = endorsee;
        emit EndorsementAgreed(bill, endorsee);
    }

    function enforce(bytes32 bill, bytes32 notice) external {
        Pledge storage record = _ofPledgee(bill, PLEDGED);
        require(block.timestamp >= record.due, PledgesNotDue(bill, record.due, block.timestamp));
        require(notice != 0, PledgesEmptyCommitment(bill));
        record.status = PledgeStatus.ENFORCED;
        emit PledgeEnforced(bill, notice);
        bills.deliver(bill, record.pledgee);
    }

    // ------------------------------------------------------------------ reading, and each idea once

    function pledgeOf(bytes32 bill) external view returns (Pledge memory) {
        return _pledges[bill];
    }

    /// @dev Given out on trust, a bill is pledged to the same bank again, or to nobody; and so is whatever took its place.
    function _requireFreeFor(bytes32 bill, uint32 pledgee) private view {
        Pledge storage record = _pledges[bill];
        bool taken = record.status == PledgeStatus.ON_TRUST && pledgee != record.pledgee;
        require(!taken, PledgesNotPledgee(bill, record.pledgee, pledgee));
        (bytes32 origin,) = bills.originOf(bill);
        while (origin != 0) {
            _requireFreeFor(origin, pledgee);
            (, origin) = bills.originOf(origin);
        }
    }

    function _ofPledgee(bytes32 bill, uint256 allowed) private view returns (Pledge storage record) {
        uint32 party = _authoriseTogether(Right.TITLE);
        record = _inStatus(bill, allowed);
        require(party == record.pledgee, PledgesNotPledgee(bill, record.pledgee, party));
    }

    function _inStatus(bytes32 bill, uint256 allowed) private view returns (Pledge storage record) {
        record = _pledges[bill];
        require(allowed & (1 << uint8(record.status)) != 0, PledgesWrongStatus(bill, record.status, allowed));
    }
}
