// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Bill} from "../../../contracts/bills/IBillOfLading.sol";
import {PresentationStatus} from "../../../contracts/credits/ILetterOfCredit.sol";
import {EscrowStatus} from "../../../contracts/escrow/IDvpEscrow.sol";
import {CHEATS} from "./Cheats.sol";
import {BillsGame} from "./BillsGame.sol";
import {EscrowGame} from "./EscrowGame.sol";
import {Game} from "./Game.sol";
import {Port} from "./Port.sol";

/// @notice The sentences of docs/invariants.md, asked of the chain after every step of a game. Each failure quotes its number.
contract Invariants {
    bool public constant IS_TEST = true;

    Port private _port;
    Game private _game;

    function setUp() external {
        CHEATS.warp(20_000 days);
        _port = new Port();
        _game = new Game(_port);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_game);
    }

    function invariant_1_one_holder_and_one_owner() external view {
        uint256[5] memory owned;
        for (uint256 place; place < _game.billCount(); ++place) {
            BillsGame.BillModel memory known = _game.billAt(place);
            Bill memory bill = _port.bills().billOf(known.id);
            require(bill.status == known.status && bill.form == known.form, "INV-1: status or form");
            bool ended = uint8(bill.status) == 3;
            require(bill.holder == (ended ? 0 : _port.numberOf(known.holder)), "INV-1: holder");
            require(bill.owner == (ended ? 0 : _port.numberOf(known.owner)), "INV-1: owner");
            require(bill.nominee == (known.nominee == 0 ? 0 : _port.numberOf(known.nominee - 1)), "INV-1: nominee");
            require((bill.locks != 0) == (known.keeper != address(0)), "INV-1: keeping");
            if (bill.locks != 0) {
                uint16 keeper = _port.members().instrumentOf(known.keeper).number;
                require(bill.locker == keeper && bill.locks & (bill.locks - 1) == 0, "INV-1: keeper");
            }
            if (!ended) ++owned[known.owner];
        }
        for (uint32 who; who < 5; ++who) {
            require(_port.bills().balanceOf(_port.accountOf(who)) == owned[who], "INV-1: bills owned");
        }
    }

    function invariant_2_escrow_holds_what_it_owes() external view {
        uint256 owed;
        for (uint256 place; place < _game.escrowCount(); ++place) {
            EscrowGame.EscrowModel memory known = _game.escrowAt(place);
            bool funded = _port.escrow().statusOf(_port.escrow().idOf(known.terms)) == EscrowStatus.FUNDED;
            require(funded != known.ended, "INV-2: status");
            if (funded) owed += known.terms.amount;
        }
        require(owed == _game.kept(), "INV-2: owed");
        require(_port.cash().balanceOf(address(_port.escrow())) == owed, "INV-2: held");
    }

    function invariant_3_no_credit_overpays() external view {
        for (uint256 place; place < _game.creditCount(); ++place) {
            Game.CreditModel memory known = _game.creditAt(place);
            (uint256 paid, uint256 reserved) = (0, 0);
            for (uint256 other; other < _game.presentationCount(); ++other) {
                Game.PresentationModel memory drawing = _game.presentationAt(other);
                if (drawing.credit != place) continue;
                bytes32 id = _port.credits().presentationIdOf(known.id, known.id, drawing.contents);
                PresentationStatus status = _port.credits().passageOf(id).status;
                if (status == PresentationStatus.HONOURED) paid += drawing.contents.amount;
                else if (status < PresentationStatus.HONOURED) reserved += drawing.contents.amount;
            }
            require(paid + reserved <= known.drawable, "INV-3: overdrawn");
            require(_port.credits().creditOf(known.id).honoured == paid, "INV-3: honoured");
            require(_port.credits().creditOf(known.id).reserved == reserved, "INV-3: reserved");
        }
    }

    function invariant_4_cash_issued_is_cash_held() external view {
        uint256 held = _port.cash().balanceOf(address(_port.escrow()));
        for (uint32 who; who < 4; ++who) {
            uint256 balance = _port.cash().balanceOf(_port.accountOf(who));
            require(balance == _game.balances(who), "INV-4: balance");
            held += balance;
        }
        require(_port.cash().totalSupply() == held && held == _game.issued(), "INV-4: supply");
    }

    function invariant_5_refused_documents_moved_nothing() external view {
        for (uint256 place; place < _game.presentationCount(); ++place) {
            Game.PresentationModel memory known = _game.presentationAt(place);
            bytes32 credit = _game.creditAt(known.credit).id;
            bytes32 id = _port.credits().presentationIdOf(credit, credit, known.contents);
            PresentationStatus status = _port.credits().statusOf(id, _port.numberOf(0));
            require(uint8(status) == _told(known.at), "INV-5: a presentation's status");
        }
    }

    /// @dev The chain's statuses, in the game's words: 0 is unknown there, and they stand in one order.
    function _told(Game.At at) private pure returns (uint8) {
        return uint8(at) + 1;
    }
}
