// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Offer} from "../../../contracts/exchange/ICurrencyExchange.sol";
import {CHEATS} from "./Cheats.sol";
import {ExchangeGame} from "./ExchangeGame.sol";
import {ExchangePort} from "./ExchangePort.sol";

/// @notice INV-11 of docs/invariants.md, asked of the chain after every step of a game.
contract Exchange {
    bool public constant IS_TEST = true;

    ExchangePort private _port;
    ExchangeGame private _game;

    function setUp() external {
        CHEATS.warp(20_000 days);
        _port = new ExchangePort();
        _game = new ExchangeGame(_port);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_game);
    }

    function invariant_8_an_exchange_moves_both_payments_or_none() external view {
        for (uint256 place; place < _game.count(); ++place) {
            ExchangeGame.Known memory known = _game.knownAt(place);
            bytes32 id = _port.exchange().idOf(known.terms);
            Offer memory offer = _port.exchange().offerOf(_port.numberOf(known.offering), id);
            require(offer.status == known.status && offer.until == known.until, "INV-11: status");
        }
        for (uint32 who; who < 4; ++who) {
            address account = _port.accountOf(who);
            require(_port.cash().balanceOf(account) == _game.balances(who), "INV-11: dollars");
            require(_port.euros().balanceOf(account) == _game.euros(who), "INV-11: euros");
        }
        require(_port.cash().balanceOf(address(_port.exchange())) == 0, "INV-11: dollars kept");
        require(_port.euros().balanceOf(address(_port.exchange())) == 0, "INV-11: euros kept");
        require(_port.cash().totalSupply() == _game.issued(), "INV-11: dollars owed");
        require(_port.euros().totalSupply() == _game.eurosIssued(), "INV-11: euros owed");
    }
}
