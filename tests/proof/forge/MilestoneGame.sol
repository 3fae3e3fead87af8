// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {MilestoneStatus, MilestoneTerms} from "../../../contracts/milestones/IMilestoneEscrow.sol";
import {IStopBook, StopGround} from "../../../contracts/stops/IStopBook.sol";
import {IStoppable} from "../../../contracts/stops/IStoppable.sol";
import {CashGame} from "./CashGame.sol";
import {CHEATS} from "./Cheats.sol";
import {MilestonePort} from "./MilestonePort.sol";

/// @notice Random payments and escrows with milestones, each beside a model, and time that passes.
contract MilestoneGame is CashGame {
    /// @dev Who sells stands beside who buys, then the arbiter, then the agent: no two of them are one.
    struct Known {
        MilestoneTerms terms;
        uint32 buyer;
        MilestoneStatus status;
        uint64 paid;
        uint64 collected;
        uint40 until;
        uint40 stoppedAt;
        uint40 lost;
        uint64[8] released;
    }

    uint256 private constant MOST = 8;

    Known[] private _known;
    uint256 private _names;

    constructor(MilestonePort port_) CashGame(port_) {}

    function letTimePass(uint256 time) external {
        CHEATS.warp(block.timestamp + (time % (4 days)));
    }

    function fund(uint256 seed, uint64[3] calldata drawn, uint16 fee) external {
        if (_known.length == MOST) return;
        uint32 buyer = uint32(seed % CARRIER);
        fee %= 10_100;
        Known memory next;
        (next.buyer, next.status) = (buyer, MilestoneStatus.FUNDED);
        MilestoneTerms memory terms = next.terms;
        (terms.buyer, terms.seller) = (port.numberOf(buyer), port.numberOf(_beside(buyer, 1)));
        terms.arbiter = seed % 16 == 5 ? terms.seller : port.numberOf(_beside(buyer, 2));
        (terms.agent, terms.fee) = (fee == 0 ? 0 : port.numberOf(_beside(buyer, 3)), fee);
        terms.cash = address(port.cash());
        uint256 total = 0;
        for (uint256 place; place < 3; ++place) {
            terms.amounts[place * 3] = _about(balances[buyer] / 3, drawn[place]);
            total += terms.amounts[place * 3];
        }
        terms.deadline = uint40(block.timestamp + ((seed >> 8) % (9 days)));
        terms.arbitration = uint32((seed >> 64) % (3 days));
        terms.salt = _name();
        bool allowed = total != 0 && total <= balances[buyer] && fee <= 10_000 && terms.arbitration != 0
            && terms.arbiter != terms.seller;
        bytes memory call = abi.encodeCall(_port().milestones().fund, (terms, _reference(buyer)));
        _expect(allowed, port.together(buyer, address(_port().milestones()), call), "fund");
        if (!allowed) return;
        balances[buyer] -= uint64(total);
        _known.push(next);
    }

    function release(uint256 pick, uint256 seed, uint8 milestone, uint64 drawn) external {
        if (_known.length == 0) return;
        Known storage known = _known[pick % _known.length];
        milestone %= 9;
        uint64 there = milestone < 8 ? known.terms.amounts[milestone] - known.released[milestone] : 0;
        uint64 amount = _about(there, drawn);
        uint32 who = _mostly(known.buyer, seed);
        bool allowed = who == known.buyer && _isOpen(known) && amount != 0 && amount <= there;
        bytes memory call =
            abi.encodeCall(_port().milestones().release, (known.terms, milestone, amount, _reference(who)));
        _expect(allowed, port.together(who, address(_port().milestones()), call), "release");
        if (!allowed) return;
        known.released[milestone] += amount;
        _paySeller(known, amount);
        if (known.paid == _total(known)) known.status = MilestoneStatus.SETTLED;
    }

    function dispute(uint256 pick, uint256 seed) external {
        if (_known.length == 0) return;
        Known storage known = _known[pick % _known.length];
        uint32 who = _mostly(_beside(known.buyer, uint32(seed >> 8) % 2), seed);
        bool side = who == known.buyer || who == _beside(known.buyer, 1);
        bool unanswered = known.status == MilestoneStatus.FUNDED || block.timestamp > known.until;
        bool allowed = side && _isOpen(known) && unanswered && block.timestamp <= _deadline(known);
        bytes memory call = abi.encodeCall(_port().milestones().dispute, (known.terms, bytes32(uint256(1))));
        _expect(allowed, port.alone(who, address(_port().milestones()), call), "dispute");
        if (!allowed) return;
        (known.status, known.until) =
            (MilestoneStatus.DISPUTED, uint40(block.timestamp + known.terms.arbitration));
    }

    function divide(uint256 pick, uint256 seed, uint64 drawn) external {
        if (_known.length == 0) return;
        Known storage known = _known[pick % _known.length];
        uint64 left = _left(known);
        uint64 amount = _about(left, drawn);
        uint32 who = _mostly(_beside(known.buyer, 2), seed);
        bool judging = known.status == MilestoneStatus.DISPUTED && block.timestamp <= known.until;
        bool allowed = who == _beside(known.buyer, 2) && _isOpen(known) && judging && amount <= _total(known);
        bytes memory call = abi.encodeCall(
            _port().milestones().divide,
            (known.terms, amount, _reference(who), _reference(who), bytes32(uint256(1)))
        );
        _expect(allowed, port.together(who, address(_port().milestones()), call), "divide");
        if (!allowed) return;
        if (amount > left) amount = left;
        _paySeller(known, amount);
        known.status = MilestoneStatus.DIVIDED;
        balances[known.buyer] += left - amount;
    }

    function reclaim(uint256 pick, uint256 seed) external {
        if (_known.length == 0) return;
        Known storage known = _known[pick % _known.length];
        uint32 who = _mostly(known.buyer, seed);
        bool late = block.timestamp > _deadline(known) && block.timestamp > known.until;
        bool allowed = who == known.buyer && _isOpen(known) && late;
        bytes memory call = abi.encodeCall(_port().milestones().reclaim, (known.terms, _reference(who)));
        _expect(allowed, port.together(who, address(_port().milestones()), call), "reclaim");
        if (allowed) _giveBack(known, MilestoneStatus.RECLAIMED);
    }

    function refund(uint256 pick, uint256 seed) external {
        if (_known.length == 0) return;
        Known storage known = _known[pick % _known.length];
        uint32 seller = _beside(known.buyer, 1);
        uint32 who = seed % 4 == 1 ? seller : _mostly(known.buyer, seed);
        bool allowed = who == seller && _isOpen(known);
        bytes memory call = abi.encodeCall(_port().milestones().refund, (known.terms, _reference(who)));
        _expect(allowed, port.together(who, address(_port().milestones()), call), "refund");
        if (allowed) _giveBack(known, MilestoneStatus.REFUNDED);
    }

    function collect(uint256 pick, uint256 seed) external {
        if (_known.length == 0) return;
        Known storage known = _known[pick % _known.length];
        uint32 agent = _beside(known.buyer, 3);
        uint32 who = _mostly(agent, seed);
        uint64 due = _feeOf(known) - known.collected;
        bool allowed = who == agent && due != 0 && known.stoppedAt == 0;
        bytes memory call = abi.encodeCall(_port().milestones().collect, (known.terms, _reference(who)));
        _expect(allowed, port.alone(who, address(_port().milestones()), call), "collect");
        if (allowed) (known.collected, balances[agent]) = (known.collected + due, balances[agent] + due);
    }

    function stop(uint256 pick, bool court) external {
        if (_known.length == 0) return;
        Known storage known = _known[pick % _known.length];
        bool allowed = court && _isOpen(known);
        IStoppable deal = IStoppable(address(_port().milestones()));
        bytes memory call =
            abi.encodeCall(IStopBook.stop, (deal, _idOf(known), 0, StopGround.INJUNCTION, bytes32(uint256(1))));
        _expect(allowed, _order(court, call, known), "stop");
        if (allowed) known.stoppedAt = uint40(block.timestamp);
    }

    function lift(uint256 pick, bool court) external {
        if (_known.length == 0) return;
        Known storage known = _known[pick % _known.length];
        bool allowed = court && known.stoppedAt != 0;
        IStoppable deal = IStoppable(address(_port().milestones()));
        bytes memory call = abi.encodeCall(IStopBook.lift, (deal, _idOf(known), 0, bytes32(uint256(1))));
        _expect(allowed, _order(court, call, known), "lift");
        if (!allowed) return;
        uint40 lasted = uint40(block.timestamp) - known.stoppedAt;
        known.lost += lasted;
        if (known.until >= known.stoppedAt) known.until += lasted;
        known.stoppedAt = 0;
    }

    function count() external view returns (uint256) {
        return _known.length;
    }

    function knownAt(uint256 place) external view returns (Known memory) {
        return _known[place];
    }

    /// @notice What is in keeping for it: what is left, and the fee that was not collected.
    function keptFor(uint256 place) external view returns (uint256) {
        Known storage known = _known[place];
        return uint256(_left(known)) + _feeOf(known) - known.collected;
    }

    function _order(bool court, bytes memory call, Known storage known) private returns (bool) {
        return port.together(court ? _port().COURT() : known.buyer, address(port.stops()), call);
    }

    function _idOf(Known storage known) private view returns (bytes32) {
        return _port().milestones().idOf(known.terms);
    }

    function _paySeller(Known storage known, uint64 amount) private {
        uint64 before = _feeOf(known);
        known.paid += amount;
        balances[_beside(known.buyer, 1)] += amount - (_feeOf(known) - before);
    }

    function _giveBack(Known storage known, MilestoneStatus status) private {
        balances[known.buyer] += _left(known);
        known.status = status;
    }

    function _isOpen(Known storage known) private view returns (bool) {
        return _isRunning(known) && known.stoppedAt == 0;
    }

    function _isRunning(Known storage known) private view returns (bool) {
        return known.status == MilestoneStatus.FUNDED || known.status == MilestoneStatus.DISPUTED;
    }

    function _left(Known storage known) private view returns (uint64) {
        return _isRunning(known) ? _total(known) - known.paid : 0;
    }

    function _total(Known storage known) private view returns (uint64 total) {
        for (uint256 place; place < 8; ++place) total += known.terms.amounts[place];
    }

    /// @dev Reckoned otherwise than in the contract: by whole and rest.
    function _feeOf(Known storage known) private view returns (uint64) {
        uint64 fee = known.terms.fee;
        return known.paid / 10_000 * fee + known.paid % 10_000 * fee / 10_000;
    }

    function _deadline(Known storage known) private view returns (uint256) {
        return uint256(known.terms.deadline) + known.lost;
    }

    function _beside(uint32 who, uint32 places) private pure returns (uint32) {
        return (who + places) % CARRIER;
    }

    function _name() private returns (bytes32) {
        return keccak256(abi.encode("milestones", ++_names));
    }

    /// @dev Of a payment that this party orders.
    function _reference(uint32 who) private returns (bytes32) {
        return bytes32((uint256(_name()) & ~uint256(type(uint32).max)) | port.numberOf(who));
    }

    function _port() private view returns (MilestonePort) {
        return MilestonePort(address(port));
    }
}
