// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ISettlement} from "../cash/ISettlement.sol";
import {Acting} from "../members/ActingParty.sol";
import {Capability, IMemberRegistry, Instrument, InstrumentStatus} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {Availability, CreditTerms, Days, ILetterOfCredit, Presentation, Tenor} from "./ILetterOfCredit.sol";
import {IObligationBook, Obligation, ObligationKind, ObligationStatus} from "./IObligationBook.sol";
import {IProceedsBook, IShares, Share} from "./IProceedsBook.sol";

/// @title ProceedsBook
/// @dev Security contact: see SECURITY.md. It keeps nothing: who has a share is known to the books that it asks.
contract ProceedsBook is IProceedsBook, MemberOnly {
    /// @dev A bank's payment as the credit was asked for it. `owed` says who pays, in what and for which drawing; `amount` is what is left
    /// of it, `place` that of the next share.
    struct Paying {
        bytes32 credit;
        uint32 beneficiary;
        uint64 amount;
        uint256 place;
        Obligation owed;
        Tenor[] tenors;
        Days from;
        uint32[] dues;
        bytes payment;
    }

    IObligationBook public immutable obligations;
    IShares public immutable advances;
    IShares public immutable assignments;

    constructor(
        IMemberRegistry members_,
        IObligationBook obligations_,
        IShares advances_,
        IShares assignments_
    ) MemberOnly(members_) {
        obligations = obligations_;
        advances = advances_;
        assignments = assignments_;
    }

    function mark(ILetterOfCredit deal, bytes32 credit) external {
        if (msg.sender != address(advances)) _requireBook(address(assignments));
        deal.setDivided(credit);
    }

    function divide(bytes32 drawing, uint32 payee, bytes calldata step) external {
        Instrument memory deal = members.instrumentOf(msg.sender);
        bool running = deal.status == InstrumentStatus.OPEN || deal.status == InstrumentStatus.CLOSING;
        require(running && deal.capabilities & (1 << uint8(Capability.CASH)) != 0, ProceedsNotADeal(msg.sender));
        Paying memory paying = _read(drawing, step);
        if (payee == paying.beneficiary) {
            // What was advanced is no proceeds to come, so it goes before what is assigned of them.
            _giveAll(paying, _asked(paying, advances));
            _giveAll(paying, _asked(paying, assignments));
        }
        _give(paying, Share(payee, paying.amount));
    }

    // ------------------------------------------------------------------ each idea once

    function _asked(Paying memory paying, IShares book) private returns (Share[] memory) {
        Obligation memory owed = paying.owed;
        return book.take(ILetterOfCredit(msg.sender), paying.credit, owed.drawing, owed.obligor, paying.amount);
    }

    /// @dev Each its share of what is left; what a bank would pay to itself it keeps.
    function _giveAll(Paying memory paying, Share[] memory shares) private {
        for (uint256 i; i < shares.length; ++i) {
            paying.amount -= shares[i].amount;
            if (shares[i].payee == paying.owed.obligor) ++paying.place;
            else _give(paying, shares[i]);
        }
    }

    /// @dev What is at sight is paid, the rest owed; both known by the place of the share among the shares.
    function _give(Paying memory paying, Share memory share) private {
        uint256 place = paying.place++;
        Obligation memory owed = paying.owed;
        uint64 atSight = share.amount;
        if (paying.tenors.length + paying.dues.length != 0) {
            (owed.obligee, owed.amount) = (share.payee, share.amount);
            owed.due = uint32(place * paying.tenors.length);
            atSight = obligations.incur(owed, paying.tenors, paying.from, paying.dues);
        }
        if (atSight == 0) return;
        ISettlement(owed.cash).settle(
            keccak256(abi.encode(block.chainid, address(this), msg.sender, owed.drawing, owed.obligor, place)),
            PartyAccount.accountOf(owed.obligor),
            PartyAccount.accountOf(share.payee),
            atSight,
            paying.payment
        );
    }

    /// @dev What is bought is paid at once, whatever the tenor of its drafts.
    function _read(bytes32 drawing, bytes calldata step) private pure returns (Paying memory paying) {
        CreditTerms memory terms;
        Presentation memory presentation;
        if (bytes4(step) == ILetterOfCredit.negotiate.selector) {
            (paying.credit, terms, presentation, paying.amount, paying.payment) =
                abi.decode(step[4:], (bytes32, CreditTerms, Presentation, uint64, bytes));
        } else {
            (paying.credit, terms, presentation, paying.dues, paying.payment) =
                abi.decode(step[4:], (bytes32, CreditTerms, Presentation, uint32[], bytes));
            (paying.amount, paying.tenors) = (presentation.amount, terms.tenors);
        }
        paying.beneficiary = terms.beneficiary;
        paying.from = Days(presentation.presented, presentation.shipped, presentation.invoiced);
        bool accepted = terms.availability == Availability.ACCEPTANCE;
        Obligation memory owed = paying.owed;
        owed.status = ObligationStatus.OWED;
        owed.kind = accepted ? ObligationKind.ACCEPTANCE : ObligationKind.DEFERRED_PAYMENT;
        owed.obligor = Acting.wrap(uint256(bytes32(step[step.length - 32:]))).party();
        (owed.cash, owed.drawing) = (terms.cash, drawing);
    }
}
