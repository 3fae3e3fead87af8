// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ISettlement} from "../cash/ISettlement.sol";
import {Capability, IMemberRegistry, Instrument, InstrumentStatus, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {CreditRules} from "./CreditRules.sol";
import {Availability, Days, Tenor} from "./ILetterOfCredit.sol";
import {IObligationBook, Obligation, ObligationStatus} from "./IObligationBook.sol";

/// @title ObligationBook
/// @dev Security contact: see SECURITY.md.
contract ObligationBook is IObligationBook, MemberOnly {
    mapping(bytes32 obligation => Obligation) private _obligations;

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
        uint8 next = 0;
        for (uint256 i; i < tenors.length; ++i) {
            part.amount = CreditRules.partOf(tenors, owed.amount, i, rest);
            rest -= part.amount;
            if (CreditRules.atSight(tenors[i])) {
                atSight += part.amount;
                continue;
            }
            part.due = dues[next];
            if (part.amount != 0) _incur(part, next);
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
        require(
            record.status == ObligationStatus.OWED,
            ObligationsWrongStatus(obligation, record.status, ObligationStatus.OWED)
        );
        require(party == record.obligor, ObligationsNotObligor(record.obligor, party));
        uint32 today = uint32(block.timestamp / 1 days);
        // A day is a local matter: it may be the due date already where the bank pays.
        require(record.due <= today + 1, ObligationsNotDue(record.due, today));
        uint32 payee = record.obligee;
        record.status = ObligationStatus.PAID;
        emit ObligationPaid(obligation, payee);
        ISettlement(cash).settle(
            keccak256(abi.encode(block.chainid, address(this), obligation)),
            PartyAccount.accountOf(party),
            PartyAccount.accountOf(payee),
            amount,
            payment
        );
    }

    // ------------------------------------------------------------------ reading

    function obligationOf(bytes32 obligation) external view returns (Obligation memory) {
        return _obligations[obligation];
    }

    function idOf(address deal, bytes32 drawing, uint32 obligor, uint8 part) public pure returns (bytes32) {
        return keccak256(abi.encode(deal, drawing, obligor, part));
    }

    // ------------------------------------------------------------------ each idea once

    /// @param part tells the obligations that come of one drawing apart.
    function _incur(Obligation memory terms, uint8 part) private {
        bytes32 obligation = idOf(msg.sender, terms.drawing, terms.obligor, part);
        require(_obligations[obligation].status == ObligationStatus.UNKNOWN, ObligationsIncurredAlready(obligation));
        _obligations[obligation] = terms;
        emit Incurred(obligation, terms);
    }
}
