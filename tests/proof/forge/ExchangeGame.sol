// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ExchangeStatus, ExchangeTerms, Leg} from "../../../contracts/exchange/ICurrencyExchange.sol";
import {CashGame} from "./CashGame.sol";
import {CHEATS} from "./Cheats.sol";
import {ExchangePort} from "./ExchangePort.sol";

/// @notice Random payments and exchanges of two currencies, each beside a model, and time that passes.
contract ExchangeGame is CashGame {
    struct Known {
        ExchangeTerms terms;
        uint32 offering;
        uint32 asked;
        uint40 until;
        ExchangeStatus status;
    }

    uint256 private constant MOST = 24;

    Known[] private _known;
    uint256 private _names;
    uint64[CARRIER] public euros;
    uint64 public eurosIssued;

    constructor(ExchangePort port_) CashGame(port_) {
        for (uint32 who; who < CARRIER; ++who) {
            require(_mintEuros(who, 100_000), "the first euros");
            _gain(who, 100_000);
        }
    }

    function letTimePass(uint256 time) external {
        CHEATS.warp(block.timestamp + (time % (1 days)));
    }

    function mintEuros(uint256 seed, uint64 amount) external {
        (uint32 to, uint64 more) = (uint32(seed % CARRIER), amount % 1_000_000);
        _expect(more != 0, _mintEuros(to, more), "mint euros");
        if (more != 0) _gain(to, more);
    }

    function offer(uint256 seed, uint64 first, uint64 second, bool one) external {
        if (_known.length == MOST) return;
        uint32 offering = uint32(seed % CARRIER);
        uint32 asked = (offering + 1 + uint32((seed >> 8) % 3)) % CARRIER;
        bool inDollars = (seed >> 16) % 2 == 0;
        ExchangeTerms memory terms;
        terms.offered = _leg(offering, inDollars, first);
        terms.asked = _leg(asked, (seed >> 24) % 16 == 0 ? inDollars : !inDollars, second);
        if ((seed >> 32) % 16 == 0) terms.asked.payment = terms.offered.payment;
        terms.salt = _name();
        uint40 until = uint40(block.timestamp + ((seed >> 40) % (2 days)));
        bytes memory call = abi.encodeCall(_port().exchange().offer, (_port().exchange().idOf(terms), until));
        _expect(!one, _ask(offering, call, one), "offer");
        if (one) return;
        _known.push(Known(terms, offering, asked, until, ExchangeStatus.OFFERED));
        _expect(false, _ask(offering, call, false), "offer it again");
    }

    function withdraw(uint256 pick, uint256 seed) external {
        if (_known.length == 0) return;
        Known storage known = _known[pick % _known.length];
        uint32 who = _mostly(known.offering, seed);
        bool allowed = who == known.offering && known.status == ExchangeStatus.OFFERED;
        bytes memory call = abi.encodeCall(_port().exchange().withdraw, (_port().exchange().idOf(known.terms)));
        _expect(allowed, _ask(who, call, true), "withdraw");
        if (allowed) known.status = ExchangeStatus.WITHDRAWN;
    }

    function accept(uint256 pick, uint256 seed) external {
        if (_known.length == 0) return;
        Known storage known = _known[pick % _known.length];
        uint32 who = _mostly(known.asked, seed);
        (Leg memory offered, Leg memory asked) = (known.terms.offered, known.terms.asked);
        bool sound = offered.cash != asked.cash && offered.payment != asked.payment;
        bool allowed = who == known.asked && known.status == ExchangeStatus.OFFERED && sound
            && block.timestamp <= known.until && _mayPay(known.offering, offered) && _mayPay(known.asked, asked);
        bytes memory call = abi.encodeCall(_port().exchange().accept, (known.terms));
        _expect(allowed, _ask(who, call, false), "accept");
        if (!allowed) return;
        known.status = ExchangeStatus.EXCHANGED;
        _move(offered, known.offering, known.asked);
        _move(asked, known.asked, known.offering);
    }

    function count() external view returns (uint256) {
        return _known.length;
    }

    function knownAt(uint256 place) external view returns (Known memory) {
        return _known[place];
    }

    function _leg(uint32 payer, bool inDollars, uint64 drawn) private returns (Leg memory) {
        address cash = inDollars ? address(port.cash()) : address(_port().euros());
        uint64 amount = _about(inDollars ? balances[payer] : euros[payer], drawn);
        bytes32 payment = bytes32((uint256(_name()) & ~uint256(type(uint32).max)) | port.numberOf(payer));
        return Leg(port.numberOf(payer), cash, amount, payment);
    }

    function _mayPay(uint32 payer, Leg memory leg) private view returns (bool) {
        uint64 held = leg.cash == address(port.cash()) ? balances[payer] : euros[payer];
        return leg.amount != 0 && leg.amount <= held;
    }

    function _move(Leg memory leg, uint32 payer, uint32 payee) private {
        if (leg.cash == address(port.cash())) return _pay(payer, payee, leg.amount);
        euros[payer] -= leg.amount;
        euros[payee] += leg.amount;
    }

    function _ask(uint32 who, bytes memory call, bool one) private returns (bool) {
        address exchange = address(_port().exchange());
        return one ? port.alone(who, exchange, call) : port.together(who, exchange, call);
    }

    function _mintEuros(uint32 to, uint64 amount) private returns (bool) {
        bytes memory call = abi.encodeCall(_port().euros().mint, (port.numberOf(to), amount));
        return port.together(port.FINANCIER(), address(_port().euros()), call);
    }

    function _gain(uint32 who, uint64 amount) private {
        (euros[who], eurosIssued) = (euros[who] + amount, eurosIssued + amount);
    }

    function _name() private returns (bytes32) {
        return keccak256(abi.encode("exchange", ++_names));
    }

    function _port() private view returns (ExchangePort) {
        return ExchangePort(address(port));
    }
}
