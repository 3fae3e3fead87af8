// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Form} from "../../../contracts/bills/IBillOfLading.sol";
import {PledgeStatus} from "../../../contracts/bills/IPledgeBook.sol";
import {PledgeBook} from "../../../contracts/bills/PledgeBook.sol";
import {BillsGame} from "./BillsGame.sol";
import {CashGame} from "./CashGame.sol";
import {CHEATS} from "./Cheats.sol";
import {FinancePort} from "./FinancePort.sol";

/// @notice Random pledges of bills, beside a model of them.
abstract contract PledgeGame is BillsGame {
    /// @dev `endorsee` is a place and 1, 0 for nobody. What stands is of the last pledge of the bill.
    struct PledgeModel {
        uint32 pledgor;
        uint32 pledgee;
        uint32 endorsee;
        uint40 due;
        PledgeStatus status;
    }

    FinancePort public immutable finance;
    PledgeBook internal immutable _book;
    mapping(uint256 bill => PledgeModel) internal _pledges;

    constructor(FinancePort port_) CashGame(port_) {
        finance = port_;
        _book = port_.pledges();
    }

    function letTimePass(uint256 time) external {
        CHEATS.warp(block.timestamp + (time % (2 days)));
    }

    function pledge(uint256 pick, uint256 seed) external {
        if (_bills.length == 0) return;
        uint256 place = pick % _bills.length;
        PledgeModel storage known = _pledges[place];
        (uint32 who, uint32 to) = (_mostly(_bills[place].holder, seed), uint32((seed >> 8) % CARRIER));
        uint40 due = uint40(block.timestamp + ((seed >> 16) % (4 days)));
        bool elsewhere = known.status == PledgeStatus.ON_TRUST && to != known.pledgee;
        bool allowed =
            _mayKeep(_bills[place], who, to) && to != who && due > block.timestamp && !elsewhere;
        bytes memory call =
            abi.encodeCall(_book.pledge, (_bills[place].id, port.numberOf(to), due, bytes32(uint256(1))));
        _expect(allowed, port.alone(who, address(_book), call), "pledge");
        if (!allowed) return;
        _keep(_bills[place], address(_book));
        _pledges[place] = PledgeModel(who, to, 0, due, PledgeStatus.PLEDGED);
    }

    function endorsePledged(uint256 pick, uint256 seed) external {
        if (_bills.length == 0) return;
        PledgeModel storage known = _pledges[pick % _bills.length];
        uint32 who = _mostly(known.pledgor, seed);
        uint32 to = known.endorsee == 0 ? uint32(seed >> 8) % CARRIER : _mostly(known.endorsee - 1, seed >> 4);
        bool allowed =
            known.status == PledgeStatus.PLEDGED && who == known.pledgor && known.endorsee == to + 1;
        bytes memory call = abi.encodeCall(_book.endorse, (_bills[pick % _bills.length].id, port.numberOf(to)));
        _expect(allowed, port.alone(who, address(_book), call), "endorse what is pledged");
        if (!allowed) return;
        known.status = PledgeStatus.ENDORSED;
        _deliver(_bills[pick % _bills.length], to);
    }

    function agree(uint256 pick, uint256 seed, bool nobody) external {
        if (_bills.length == 0) return;
        PledgeModel storage known = _pledges[pick % _bills.length];
        (uint32 who, uint32 to) = (_mostly(known.pledgee, seed), uint32((seed >> 8) % CARRIER));
        bool negotiable = _bills[pick % _bills.length].form != Form.STRAIGHT;
        bool allowed = _isPledgee(known, who) && (nobody || (negotiable && to != known.pledgor));
        bytes memory call =
            abi.encodeCall(_book.agree, (_bills[pick % _bills.length].id, nobody ? 0 : port.numberOf(to)));
        _expect(allowed, port.together(who, address(_book), call), "agree to an endorsement");
        if (allowed) known.endorsee = nobody ? 0 : to + 1;
    }

    function releasePledge(uint256 pick, uint256 seed, bool onTrust, bool one) external {
        if (_bills.length == 0) return;
        PledgeModel storage known = _pledges[pick % _bills.length];
        uint32 who = _mostly(known.pledgee, seed);
        bool kept = known.status == PledgeStatus.PLEDGED;
        bool out = known.status == PledgeStatus.ON_TRUST && !onTrust;
        bool allowed = !one && who == known.pledgee && (kept || out);
        bytes32 id = _bills[pick % _bills.length].id;
        bytes memory call = onTrust
            ? abi.encodeCall(_book.releaseOnTrust, (id, bytes32(uint256(1))))
            : abi.encodeCall(_book.release, (id));
        address book = address(_book);
        _expect(allowed, one ? port.alone(who, book, call) : port.together(who, book, call), "release of a pledge");
        if (!allowed) return;
        known.status = onTrust ? PledgeStatus.ON_TRUST : PledgeStatus.RELEASED;
        if (kept) _bills[pick % _bills.length].keeper = address(0);
    }

    function enforce(uint256 pick, uint256 seed) external {
        if (_bills.length == 0) return;
        PledgeModel storage known = _pledges[pick % _bills.length];
        uint32 who = _mostly(known.pledgee, seed);
        bool allowed = _isPledgee(known, who) && block.timestamp >= known.due;
        bytes memory call =
            abi.encodeCall(_book.enforce, (_bills[pick % _bills.length].id, bytes32(uint256(1))));
        _expect(allowed, port.together(who, address(_book), call), "enforce");
        if (!allowed) return;
        known.status = PledgeStatus.ENFORCED;
        _deliver(_bills[pick % _bills.length], who);
    }

    function pledgeAt(uint256 bill) external view returns (PledgeModel memory) {
        return _pledges[bill];
    }

    function _isPledgee(PledgeModel storage known, uint32 who) private view returns (bool) {
        return known.status == PledgeStatus.PLEDGED && who == known.pledgee;
    }
}
