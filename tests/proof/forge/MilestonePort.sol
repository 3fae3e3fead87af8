// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Call} from "../../../contracts/members/IConsortium.sol";
import {Admission, Role} from "../../../contracts/members/IMemberRegistry.sol";
import {MilestoneEscrow} from "../../../contracts/milestones/MilestoneEscrow.sol";
import {Port} from "./Port.sol";

/// @notice The port, with escrows with milestones and a court.
contract MilestonePort is Port {
    uint32 public constant COURT = PEOPLE;

    MilestoneEscrow public immutable milestones;

    constructor() Port() {
        milestones = new MilestoneEscrow(members, stops);
        Admission[] memory admissions = new Admission[](1);
        admissions[0] = _admission(COURT, Role.REGULATOR);
        Call[] memory calls = new Call[](3);
        calls[0] = Call(address(members), abi.encodeCall(members.admit, (admissions)));
        calls[1] = _listed(address(milestones), 2);
        calls[2] = _listed(address(stops), 0);
        _decide(calls);
    }
}
