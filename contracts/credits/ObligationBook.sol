// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ISettlement} from "../cash/ISettlement.sol";
import {Capability, IMemberRegistry, Instrument, InstrumentStatus, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {CreditRules} from "./CreditRules.sol";
import {Availability, Days, Tenor} from "./ILetterOfCredit.sol";
import {IObligationBook, Obligation, ObligationStatus, Offer} from "./IObligationBook.sol";

/// @title ObligationBook
/// @dev Security contact: see SECURITY.md.
contract ObligationBook is IObligationBook, MemberOnly {
    mapping(bytes32 obligation => Obligation) private _obligations;
    mapping(bytes32 obligation => Offer) private _offers;
    mapping(bytes32 obligation => uint256) private _sales;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    // ------------------------------------------------------------------ instruments that make a bank owe

    function incur(
        Obligation calldata owed,
        Tenor[] calldata tenors,
        Days calldata from,
        uint32[] calldata dues
    ) external returns (uint64 atSight) {
        Instrument memory deal = members.instrumentOf(msg.sender);
        bool running = deal.status == InstrumentStatus.OPEN || deal.status == InstrumentStatus.CLOSING;
        require(running && deal.capabilities & (1 << uint8(Capability.CASH)) != 0, ObligationsNotADeal(msg.sender));
        CreditRules.requireDues(tenors, from, dues);
        Obligation memory part = owed;
        part.status = ObligationStatus.OWED;
        uint64 rest = owed.amount;
        atSight = tenors.length == 0 ? rest : 0;
        uint32 next = 0;
        for (uint256 i; i < tenors.length; ++i) {
            part.amount = CreditRules.partOf(tenors, owed.amount, i, rest);
            rest -= part.amount;
            if (CreditRules.atSight(tenors[i])) {
                atSight += part.amount;
                continue;
            }
            part.due = dues[next];
            if (part.amount != 0) _incur(part, owed.due + next);
            ++next;
        }
    }

    function fit(Tenor[] calldata tenors, Availability by) external pure returns (bool) {
        return CreditRules.tenorsFit(tenors, by);
    }

    // ------------------------------------------------------------------ the bank that owes

    function pay(bytes32 obligation, bytes calldata payment) external {
        Obligation storage record = _obligations[obligation];
        (address cash, uint64 amount) = (record.cash, record.amount);
        uint32 party = _authorise(Right.UNDERTAKE, cash, amount);
        _requireOwed(obligation, record);
        require(party == record.obligor, ObligationsNotObligor(record.obligor, party));
        uint32 today = uint32(block.timestamp / 1 days);
        // A day is a local matter: it may be the due date already where the bank pays.
        require(record.due <= today + 1, ObligationsNotDue(record.due, today));
        uint32 payee = record.obligee;
        record.status = ObligationStatus.PAID;
        emit ObligationPaid(obligation, payee);
        _settle(keccak256(abi.encode(block.chainid, address(this), obligation)), cash, party, payee, amount, payment);
    }

    // ------------------------------------------------------------------ the sale

    function offer(bytes32 obligation, Offer calldata offered) external {
        Obligation storage record = _obligations[obligation];
        uint32 party = _authoriseTogether(Right.TITLE);
        _requireOwed(obligation, record);
        require(party == record.obligee, ObligationsNotObligee(record.obligee, party));
        bool takenBack = offered.buyer == 0 && offered.price == 0;
        require(
            takenBack || (offered.buyer != party && offered.price != 0 && offered.price <= record.amount),
            ObligationsInvalidOffer(obligation, offered.buyer, offered.price, record.amount)
        );
        if (!takenBack) _requireActive(offered.buyer);
        _offers[obligation] = offered;
        emit ObligationOffered(obligation, offered);
    }

    function buy(bytes32 obligation, uint64 price, bytes calldata payment) external {
        Obligation storage record = _obligations[obligation];
        (address cash, uint32 seller) = (record.cash, record.obligee);
        uint32 party = _authorise(Right.PAY, cash, price);
        _requireOwed(obligation, record);
        Offer memory offered = _offers[obligation];
        require(
            offered.buyer == party && offered.price == price, ObligationsNotOffered(obligation, party, price)
        );
        delete _offers[obligation];
        record.obligee = party;
        emit ObligationSold(obligation, seller, party);
        if (party == record.obligor) {
            record.status = ObligationStatus.PAID;
            emit ObligationPaid(obligation, seller);
        }
        bytes32 sale = keccak256(abi.encode(block.chainid, address(this), obligation, ++_sales[obligation]));
        _settle(sale, cash, party, seller, price, payment);
    }

    // ------------------------------------------------------------------ reading

    function obligationOf(bytes32 obligation) external view returns (Obligation memory) {
        return _obligations[obligation];
    }

    function offerOf(bytes32 obligation) external view returns (Offer memory) {
        return _offers[obligation];
    }

    function idOf(address deal, bytes32 drawing, uint32 obligor, uint32 part) public pure returns (bytes32) {
        return keccak256(abi.encode(deal, drawing, obligor, part));
    }

    // ------------------------------------------------------------------ each idea once

    /// @param part tells the obligations that come of one drawing apart.
    function _incur(Obligation memory terms, uint32 part) private {
        bytes32 obligation = idOf(msg.sender, terms.drawing, terms.obligor, part);
        require(_obligations[obligation].status == ObligationStatus.UNKNOWN, ObligationsIncurredAlready(obligation));
        _obligations[obligation] = terms;
        emit Incurred(obligation, terms);
    }

    function _settle(
        bytes32 id,
        address cash,
        uint32 payer,
        uint32 payee,
        uint64 amount,
        bytes calldata payment
    ) private {
        ISettlement(cash).settle(
            id, PartyAccount.accountOf(payer), PartyAccount.accountOf(payee), amount, payment
        );
    }

    function _requireOwed(bytes32 obligation, Obligation storage record) private view {
        require(
            record.status == ObligationStatus.OWED,
            ObligationsWrongStatus(obligation, record.status, ObligationStatus.OWED)
        );
    }
}
