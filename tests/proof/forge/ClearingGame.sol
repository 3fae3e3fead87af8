// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {DepositToken} from "../../../contracts/cash/DepositToken.sol";
import {Corridor, Instruction} from "../../../contracts/clearing/IInterbankPayments.sol";
import {InterbankPayments} from "../../../contracts/clearing/InterbankPayments.sol";
import {ObligationGame} from "./ObligationGame.sol";

/// @notice Random payments between customers of two banks, either way, and some that are given back. Bank 0 issues the cash
/// of the other games.
abstract contract ClearingGame is ObligationGame {
    struct ClearingModel {
        uint32 payer;
        uint32 payee;
        uint64 amount;
        bytes32 payment;
        bool back;
        bool returned;
        uint64 mandates;
        uint64 acceptances;
    }

    uint256 internal constant MOST_CLEARED = 24;
    uint64 public constant OF_RESERVES = 60_000;

    ClearingModel[] internal _cleared;
    uint64[CARRIER] public otherBalances;
    /// @dev Of bank 0 and of the other one.
    uint64[2] public reservesOf;
    /// @dev By way: 0 from bank 0 to the other, 1 back.
    uint64[2] internal _mandated;
    /// @dev How often each side was set, by way.
    uint64[2] internal _mandates;
    uint64[2] internal _acceptances;
    uint64[2] internal _accepted;

    constructor() {
        _put(finance.otherCash(), 3, 2, 40_000);
        _put(finance.reserves(), 1, 0, OF_RESERVES);
        _put(finance.reserves(), 1, 3, OF_RESERVES);
        otherBalances[2] = 40_000;
        reservesOf = [OF_RESERVES, OF_RESERVES];
        _appoint(port.cash(), 0);
        _appoint(finance.otherCash(), 3);
    }

    function setLine(uint256 seed, uint64 amount, bool back, bool accepts) external {
        amount %= 80_000;
        uint32 issuer = back == accepts ? 0 : 3;
        uint32 who = _mostly(issuer, seed);
        InterbankPayments clearing = finance.clearing();
        bytes memory call = accepts
            ? abi.encodeCall(clearing.accept, (_way(back), amount))
            : abi.encodeCall(clearing.mandate, (_way(back), amount));
        _expect(who == issuer, port.together(who, address(clearing), call), "set a line");
        if (who != issuer) return;
        uint256 way = back ? 1 : 0;
        if (accepts) (_accepted[way], _acceptances[way]) = (amount, _acceptances[way] + 1);
        else (_mandated[way], _mandates[way]) = (amount, _mandates[way] + 1);
    }

    function clear(uint256 seed, uint64 amount, bool back) external {
        bool again = _cleared.length != 0 && seed % 8 == 0;
        if (!again && _cleared.length == MOST_CLEARED) return;
        ClearingModel memory drawn = again
            ? _cleared[(seed >> 8) % _cleared.length]
            : ClearingModel({
                payer: uint32((seed >> 8) % CARRIER),
                payee: uint32((seed >> 16) % CARRIER),
                amount: _about(back ? otherBalances[(seed >> 8) % CARRIER] : balances[(seed >> 8) % CARRIER], amount),
                payment: _reference(uint32((seed >> 8) % CARRIER)),
                back: back,
                returned: false,
                mandates: 0,
                acceptances: 0
            });
        bool allowed = !again && _mayClear(drawn);
        InterbankPayments clearing = finance.clearing();
        bytes memory call = abi.encodeCall(clearing.pay, (_instruction(drawn)));
        _expect(allowed, port.together(drawn.payer, address(clearing), call), "pay across banks");
        if (!allowed) return;
        uint256 way = drawn.back ? 1 : 0;
        (_mandated[way], _accepted[way]) = (_mandated[way] - drawn.amount, _accepted[way] - drawn.amount);
        (drawn.mandates, drawn.acceptances) = (_mandates[way], _acceptances[way]);
        _cleared.push(drawn);
        _shift(drawn, drawn.back, drawn.payer, drawn.payee);
    }

    function giveBack(uint256 pick, uint256 seed) external {
        if (_cleared.length == 0) return;
        ClearingModel storage known = _cleared[pick % _cleared.length];
        uint32 who = _mostly(known.payee, seed);
        uint64 held = known.back ? balances[known.payee] : otherBalances[known.payee];
        bool covered = known.amount <= held && known.amount <= reservesOf[known.back ? 0 : 1];
        bool allowed = !known.returned && who == known.payee && covered;
        InterbankPayments clearing = finance.clearing();
        bytes memory call = abi.encodeCall(
            clearing.giveBack, (port.numberOf(known.payer), _instruction(known), bytes32(uint256(1)))
        );
        _expect(allowed, port.together(who, address(clearing), call), "give back");
        if (!allowed) return;
        known.returned = true;
        uint256 way = known.back ? 1 : 0;
        if (_mandates[way] == known.mandates) _mandated[way] += known.amount;
        if (_acceptances[way] == known.acceptances) _accepted[way] += known.amount;
        _shift(known, !known.back, known.payee, known.payer);
    }

    function clearingCount() external view returns (uint256) {
        return _cleared.length;
    }

    /// @dev Of a payment that this party orders.
    function _reference(uint32 who) private returns (bytes32) {
        return bytes32((uint256(_name("payment")) & ~uint256(type(uint32).max)) | port.numberOf(who));
    }

    function _mayClear(ClearingModel memory drawn) private view returns (bool) {
        uint256 way = drawn.back ? 1 : 0;
        uint64 held = drawn.back ? otherBalances[drawn.payer] : balances[drawn.payer];
        bool within = drawn.amount <= _mandated[way] && drawn.amount <= _accepted[way];
        return drawn.amount != 0 && drawn.amount <= held && within && drawn.amount <= reservesOf[way];
    }

    /// @dev One bank owes less, the other more, and as much settlement money goes between them.
    function _shift(ClearingModel memory known, bool back, uint32 from, uint32 to) private {
        uint64 amount = known.amount;
        if (back) {
            otherBalances[from] -= amount;
            balances[to] += amount;
            issued += amount;
        } else {
            balances[from] -= amount;
            issued -= amount;
            otherBalances[to] += amount;
        }
        reservesOf[back ? 1 : 0] -= amount;
        reservesOf[back ? 0 : 1] += amount;
    }

    function _instruction(ClearingModel memory known) private view returns (Instruction memory) {
        return Instruction(known.payment, _way(known.back), port.numberOf(known.payee), known.amount);
    }

    function _way(bool back) private view returns (Corridor memory) {
        (address one, address other) = (address(port.cash()), address(finance.otherCash()));
        return back
            ? Corridor(other, one, address(finance.reserves()))
            : Corridor(one, other, address(finance.reserves()));
    }

    function _put(DepositToken token, uint32 issuer, uint32 to, uint64 amount) private {
        bytes memory call = abi.encodeCall(token.mint, (port.numberOf(to), amount));
        require(port.together(issuer, address(token), call), "the first cash of other banks");
    }

    function _appoint(DepositToken token, uint32 issuer) private {
        bytes memory call = abi.encodeCall(token.appoint, (address(finance.clearing()), true));
        require(port.together(issuer, address(token), call), "the appointment");
    }
}
