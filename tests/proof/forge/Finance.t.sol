// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Bill} from "../../../contracts/bills/IBillOfLading.sol";
import {Pledge, PledgeStatus} from "../../../contracts/bills/IPledgeBook.sol";
import {DepositToken} from "../../../contracts/cash/DepositToken.sol";
import {ObligationStatus} from "../../../contracts/credits/IObligationBook.sol";
import {FinancingStatus} from "../../../contracts/receivables/IFinanceRegister.sol";
import {BillsGame} from "./BillsGame.sol";
import {CHEATS} from "./Cheats.sol";
import {FinanceGame} from "./FinanceGame.sol";
import {FinancePort} from "./FinancePort.sol";
import {ObligationGame} from "./ObligationGame.sol";
import {PledgeGame} from "./PledgeGame.sol";

/// @notice The sentences of docs/invariants.md on pledges, obligations, payments across banks and financings, as in Invariants.t.sol.
contract FinanceInvariants {
    bool public constant IS_TEST = true;

    FinancePort private _port;
    FinanceGame private _game;

    function setUp() external {
        CHEATS.warp(20_000 days);
        _port = new FinancePort();
        _game = new FinanceGame(_port);
        _port.list(address(_game), 2);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_game);
    }

    function invariant_6_banks_owe_together_what_they_owed() external view {
        (DepositToken cash, DepositToken other, DepositToken reserves) =
            (_port.cash(), _port.otherCash(), _port.reserves());
        (uint256 held, uint256 heldOfOther) = (0, 0);
        for (uint32 who; who < 4; ++who) {
            require(cash.balanceOf(_port.accountOf(who)) == _game.balances(who), "INV-6: claims on a bank");
            require(other.balanceOf(_port.accountOf(who)) == _game.otherBalances(who), "INV-6: on the other");
            held += _game.balances(who);
            heldOfOther += _game.otherBalances(who);
        }
        require(cash.totalSupply() == held && held == _game.issued(), "INV-6: owed by a bank");
        require(other.totalSupply() == heldOfOther, "INV-6: owed by the other");
        uint256 first = reserves.balanceOf(_port.accountOf(0));
        uint256 second = reserves.balanceOf(_port.accountOf(3));
        require(first == _game.reservesOf(0) && second == _game.reservesOf(1), "INV-6: settlement money");
        require(first + second == reserves.totalSupply(), "INV-6: settlement money in all");
        // What the other bank owes above what it owed first is what it was paid in settlement money.
        require(heldOfOther + _game.OF_RESERVES() == 40_000 + second, "INV-6: owed for what was settled");
    }

    function invariant_7_a_pledged_bill_is_the_pledgees_to_let_go() external view {
        for (uint256 place; place < _game.billCount(); ++place) {
            BillsGame.BillModel memory known = _game.billAt(place);
            PledgeGame.PledgeModel memory model = _game.pledgeAt(place);
            Pledge memory pledge = _port.pledges().pledgeOf(known.id);
            require(pledge.status == model.status, "INV-7: status");
            if (model.status == PledgeStatus.UNKNOWN) continue;
            require(pledge.pledgor == _port.numberOf(model.pledgor), "INV-7: pledgor");
            require(pledge.pledgee == _port.numberOf(model.pledgee), "INV-7: pledgee");
            require(
                pledge.endorsee == (model.endorsee == 0 ? 0 : _port.numberOf(model.endorsee - 1)), "INV-7: endorsee"
            );
            Bill memory bill = _port.bills().billOf(known.id);
            bool kept = model.status == PledgeStatus.PLEDGED;
            require((bill.locks == 4) == kept, "INV-7: keeping");
            if (!kept) continue;
            require(bill.holder == pledge.pledgor && bill.owner == _port.numberOf(known.owner), "INV-7: whose it is");
        }
    }

    function invariant_8_no_document_is_financed_beyond_its_whole() external view {
        uint256[] memory taken = new uint256[](_game.FINGERPRINTS());
        for (uint256 place; place < _game.financingCount(); ++place) {
            (FinanceGame.FinancingModel memory known, bytes32 id) = _game.financingAt(place);
            require(_port.register().financingOf(id).status == known.status, "INV-8: status");
            if (known.status == FinancingStatus.RELEASED) continue;
            for (uint256 i; i < known.count; ++i) taken[known.first + i] += known.share;
        }
        for (uint256 place; place < taken.length; ++place) {
            uint256 stands = _port.register().standingOf(_game.fingerprint(place)).taken;
            require(stands == taken[place], "INV-8: taken");
            require(stands <= 10_000, "INV-8: beyond the whole");
        }
    }

    function invariant_9_an_obligation_is_paid_once_by_who_owes_it() external view {
        for (uint256 place; place < _game.obligationCount(); ++place) {
            ObligationGame.ObligationModel memory known = _game.obligationAt(place);
            ObligationStatus status = _port.obligations().obligationOf(known.id).status;
            require(status == (known.paid ? ObligationStatus.PAID : ObligationStatus.OWED), "INV-9: status");
        }
        for (uint32 who; who < 4; ++who) {
            uint256 held = _port.cash().balanceOf(_port.accountOf(who));
            require(held == _game.balances(who), "INV-9: who paid, and who was paid");
        }
    }
}
