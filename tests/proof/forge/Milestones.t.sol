// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {MilestoneState} from "../../../contracts/milestones/IMilestoneEscrow.sol";
import {CHEATS} from "./Cheats.sol";
import {MilestoneGame} from "./MilestoneGame.sol";
import {MilestonePort} from "./MilestonePort.sol";

/// @notice INV-10 of docs/invariants.md, asked of the chain after every step of a game.
contract Milestones {
    bool public constant IS_TEST = true;

    MilestonePort private _port;
    MilestoneGame private _game;

    function setUp() external {
        CHEATS.warp(20_000 days);
        _port = new MilestonePort();
        _game = new MilestoneGame(_port);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_game);
    }

    function invariant_7_milestones_hold_what_they_owe() external view {
        uint256 owed = 0;
        for (uint256 place; place < _game.count(); ++place) {
            MilestoneGame.Known memory known = _game.knownAt(place);
            MilestoneState memory state = _port.milestones().stateOf(_port.milestones().idOf(known.terms));
            require(state.status == known.status, "INV-10: status");
            require(state.paid == known.paid && state.collected == known.collected, "INV-10: paid");
            require(state.until == known.until && state.lost == known.lost, "INV-10: clocks");
            require(state.stoppedAt == known.stoppedAt, "INV-10: stopped");
            for (uint256 milestone; milestone < 8; ++milestone) {
                require(state.released[milestone] == known.released[milestone], "INV-10: released");
            }
            owed += _game.keptFor(place);
        }
        require(_port.cash().balanceOf(address(_port.milestones())) == owed, "INV-10: held");
        uint256 held = owed;
        for (uint32 who; who < 4; ++who) {
            require(_port.cash().balanceOf(_port.accountOf(who)) == _game.balances(who), "INV-10: balance");
            held += _game.balances(who);
        }
        require(_port.cash().totalSupply() == held, "INV-10: supply");
    }
}
