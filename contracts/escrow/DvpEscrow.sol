// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IBillOfLading, Lock} from "../bills/IBillOfLading.sol";
import {ISettlement} from "../cash/ISettlement.sol";
import {IMemberRegistry, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {EscrowStatus, EscrowTerms, IDvpEscrow} from "./IDvpEscrow.sol";

/// @title DvpEscrow
/// @dev Security contact: see SECURITY.md.
contract DvpEscrow is IDvpEscrow, MemberOnly {
    IBillOfLading public immutable bills;

    mapping(bytes32 escrow => EscrowStatus) private _status;

    constructor(IMemberRegistry members_, IBillOfLading bills_) MemberOnly(members_) {
        bills = bills_;
    }

    function fund(EscrowTerms calldata terms) external returns (bytes32 escrow) {
        uint32 party = _authorise(Right.PAY, terms.cash, terms.amount);
        _requireOpen();
        require(party == terms.buyer, EscrowNotBuyer(terms.buyer, party));
        require(block.timestamp <= terms.deadline, EscrowTooLate(terms.deadline, block.timestamp));
        _requireActive(terms.seller);
        _requireListed(terms.cash);
        escrow = _advance(terms, EscrowStatus.UNKNOWN, EscrowStatus.FUNDED);
        emit Funded(escrow, terms);
        _pay(escrow, terms, PartyAccount.accountOf(terms.buyer), address(this));
    }

    function deliver(EscrowTerms calldata terms) external {
        _requireSeller(terms);
        require(block.timestamp <= terms.deadline, EscrowTooLate(terms.deadline, block.timestamp));
        bytes32 escrow = _advance(terms, EscrowStatus.FUNDED, EscrowStatus.SETTLED);
        emit Settled(escrow);
        bills.lock(terms.bill, terms.seller, terms.buyer, Lock.ESCROW);
        bills.deliver(terms.bill, terms.buyer);
        _pay(escrow, terms, address(this), PartyAccount.accountOf(terms.seller));
    }

    function reclaim(EscrowTerms calldata terms) external {
        uint32 party = _authorise(Right.PAY, terms.cash, terms.amount);
        require(party == terms.buyer, EscrowNotBuyer(terms.buyer, party));
        require(block.timestamp > terms.deadline, EscrowTooEarly(terms.deadline, block.timestamp));
        bytes32 escrow = _advance(terms, EscrowStatus.FUNDED, EscrowStatus.RECLAIMED);
        emit Reclaimed(escrow);
        _pay(escrow, terms, address(this), PartyAccount.accountOf(terms.buyer));
    }

    function release(EscrowTerms calldata terms) external {
        _requireSeller(terms);
        bytes32 escrow = _advance(terms, EscrowStatus.FUNDED, EscrowStatus.RELEASED);
        emit Released(escrow);
        _pay(escrow, terms, address(this), PartyAccount.accountOf(terms.buyer));
    }

    function idOf(EscrowTerms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    function statusOf(bytes32 escrow) external view returns (EscrowStatus) {
        return _status[escrow];
    }

    function _advance(EscrowTerms calldata terms, EscrowStatus from, EscrowStatus to) private returns (bytes32 escrow) {
        escrow = idOf(terms);
        EscrowStatus status = _status[escrow];
        require(status == from, EscrowWrongStatus(escrow, status, from));
        _status[escrow] = to;
    }

    function _requireSeller(EscrowTerms calldata terms) private view {
        uint32 party = _authorise(Right.TITLE);
        require(party == terms.seller, EscrowNotSeller(terms.seller, party));
    }

    /// @dev A status is left once, so each of the two payments of an escrow happens once.
    function _pay(bytes32 escrow, EscrowTerms calldata terms, address payer, address payee) private {
        bytes32 payment = keccak256(abi.encode(block.chainid, address(this), escrow, payee));
        ISettlement(terms.cash).settle(payment, payer, payee, terms.amount, "");
    }
}
