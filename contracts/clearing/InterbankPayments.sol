// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IDepositToken} from "../cash/IDepositToken.sol";
import {IIssuance} from "../cash/IIssuance.sol";
import {ISettlement} from "../cash/ISettlement.sol";
import {IMemberRegistry, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {ClearingStatus, Corridor, IInterbankPayments, Instruction, Line} from "./IInterbankPayments.sol";

/// @title InterbankPayments
/// @dev Security contact: see SECURITY.md.
contract InterbankPayments is IInterbankPayments, MemberOnly {
    /// @dev A line, and how often each side of it was set.
    struct Standing {
        uint64 mandated;
        uint64 accepted;
        uint32 mandates;
        uint32 acceptances;
    }

    /// @dev What became of a payment, and which setting of each side it used.
    struct Clearing {
        ClearingStatus status;
        uint32 mandates;
        uint32 acceptances;
    }

    mapping(bytes32 corridor => Standing) private _lines;
    mapping(bytes32 clearing => Clearing) private _clearings;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    // ------------------------------------------------------------------ banks

    function mandate(Corridor calldata by, uint64 amount) external {
        Standing storage line = _lines[_corridorOf(by)];
        _requireIssuer(by.from, by, amount == 0 && line.mandates != 0);
        line.mandated = amount;
        ++line.mandates;
        emit Mandated(by.from, by.to, by.settlement, amount);
    }

    function accept(Corridor calldata by, uint64 amount) external {
        Standing storage line = _lines[_corridorOf(by)];
        _requireIssuer(by.to, by, amount == 0 && line.acceptances != 0);
        line.accepted = amount;
        ++line.acceptances;
        emit Accepted(by.from, by.to, by.settlement, amount);
    }

    // ------------------------------------------------------------------ customers

    function pay(Instruction calldata instruction) external {
        uint32 payer = _authorise(Right.PAY, instruction.by.from, instruction.amount);
        _requireOpen();
        (address debtor, address creditor) = _activeBanks(instruction.by);
        bytes32 clearing = _advance(payer, instruction, ClearingStatus.UNKNOWN, ClearingStatus.CLEARED);
        _useUp(clearing, instruction.by, instruction.amount);
        emit Cleared(clearing, payer, instruction);
        IIssuance(instruction.by.from).redeemFor(instruction.payment, payer, instruction.amount);
        _cover(instruction, debtor, creditor);
        IIssuance(instruction.by.to).mintFor(instruction.payment, payer, instruction.payee, instruction.amount);
    }

    function giveBack(uint32 payer, Instruction calldata instruction, bytes32 reason) external {
        uint32 party = _authoriseTogether(Right.PAY);
        require(party == instruction.payee, ClearingNotPayee(instruction.payee, party));
        (address debtor, address creditor) = _activeBanks(instruction.by);
        bytes32 clearing = _advance(payer, instruction, ClearingStatus.CLEARED, ClearingStatus.RETURNED);
        require(reason != 0, ClearingNoReason(clearing));
        emit Returned(clearing, reason);
        _renew(clearing, instruction.by, instruction.amount);
        IIssuance(instruction.by.to).giveBackFor(instruction.payment, reason);
        _cover(instruction, creditor, debtor);
        IIssuance(instruction.by.from).giveBackFor(instruction.payment, reason);
    }

    // ------------------------------------------------------------------ reading

    function idOf(uint32 payer, Instruction calldata instruction) public pure returns (bytes32) {
        return keccak256(abi.encode(payer, instruction));
    }

    function statusOf(bytes32 clearing) external view returns (ClearingStatus) {
        return _clearings[clearing].status;
    }

    function lineOf(Corridor calldata by) external view returns (Line memory) {
        Standing storage line = _lines[_corridorOf(by)];
        return Line(line.mandated, line.accepted);
    }

    // ------------------------------------------------------------------ each idea once

    function _advance(uint32 payer, Instruction calldata instruction, ClearingStatus from, ClearingStatus to)
        private
        returns (bytes32 clearing)
    {
        clearing = idOf(payer, instruction);
        ClearingStatus status = _clearings[clearing].status;
        require(status == from, ClearingWrongStatus(clearing, status, from));
        _clearings[clearing].status = to;
    }

    function _useUp(bytes32 clearing, Corridor calldata by, uint64 amount) private {
        Standing storage line = _lines[_corridorOf(by)];
        require(amount <= line.mandated, ClearingAboveMandate(line.mandated, amount));
        require(amount <= line.accepted, ClearingAboveAcceptance(line.accepted, amount));
        (line.mandated, line.accepted) = (line.mandated - amount, line.accepted - amount);
        Clearing storage record = _clearings[clearing];
        (record.mandates, record.acceptances) = (line.mandates, line.acceptances);
    }

    /// @dev Who pays and is given back, over and over, would use up for nothing what others need. What a bank has set since stays so.
    function _renew(bytes32 clearing, Corridor calldata by, uint64 amount) private {
        Standing storage line = _lines[_corridorOf(by)];
        Clearing storage used = _clearings[clearing];
        if (line.mandates == used.mandates) {
            line.mandated += amount;
            emit Mandated(by.from, by.to, by.settlement, line.mandated);
        }
        if (line.acceptances == used.acceptances) {
            line.accepted += amount;
            emit Accepted(by.from, by.to, by.settlement, line.accepted);
        }
    }

    /// @dev The cover has the reference of what it covers, on the way there and back. A status is left once, so each happens once.
    function _cover(Instruction calldata instruction, address payer, address payee) private {
        ISettlement(instruction.by.settlement).settle(instruction.payment, payer, payee, instruction.amount, "");
    }

    /// @dev The acting party is the issuer of `token`, by two persons. What it had set is closed without further questions; what it had not
    /// would tell everybody of tokens that are none.
    function _requireIssuer(address token, Corridor calldata by, bool closes) private view {
        uint32 party = _authoriseTogether(Right.PAY);
        uint32 issuer = IDepositToken(token).issuer();
        require(party == issuer, ClearingNotIssuer(issuer, party));
        if (closes) return;
        _requireOpen();
        require(by.from != by.to, ClearingOneToken(by.from));
        _requireListed(by.from);
        _requireListed(by.to);
        _requireListed(by.settlement);
        _requireSameCurrency(by.from, by.to);
        _requireSameCurrency(by.from, by.settlement);
    }

    /// @dev The decimals of a deposit token are those of its currency; the consortium answers for what it lists.
    function _requireSameCurrency(address one, address other) private view {
        (uint16 currency, uint16 another) = (IDepositToken(one).currency(), IDepositToken(other).currency());
        require(currency == another, ClearingOtherCurrency(currency, another));
    }

    function _activeBanks(Corridor calldata by) private view returns (address debtor, address creditor) {
        (uint32 first, uint32 second) = (IDepositToken(by.from).issuer(), IDepositToken(by.to).issuer());
        _requireActive(first);
        _requireActive(second);
        return (PartyAccount.accountOf(first), PartyAccount.accountOf(second));
    }

    function _corridorOf(Corridor calldata by) private pure returns (bytes32) {
        return keccak256(abi.encode(by));
    }
}
