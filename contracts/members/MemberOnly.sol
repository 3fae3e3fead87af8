// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Acting, ActingParty} from "./ActingParty.sol";
import {IMemberRegistry, Role, Right} from "./IMemberRegistry.sol";

/// @title MemberOnly: the one base of every instrument. Its functions that change something are reached through members.
abstract contract MemberOnly {
    using ActingParty for Acting;

    IMemberRegistry public immutable members;

    /// @dev Only members may call: ask it to `act` or `perform`.
    error MemberOnlyThroughMembers(address caller);
    error MemberOnlyRightMissing(uint32 party, Right right, uint32 held);
    error MemberOnlyTwoPersonsNeeded(uint32 party, Right right);
    error MemberOnlyRoleMissing(uint32 party, Role role, uint16 held);
    /// @dev This instrument takes no new business; a newer version does.
    error MemberOnlyClosing(address instrument);

    constructor(IMemberRegistry members_) {
        members = members_;
    }

    /// @dev Who acts, and nothing asked of them. Every other check begins here.
    function _acting() internal view returns (Acting acting) {
        require(msg.sender == address(members), MemberOnlyThroughMembers(msg.sender));
        acting = Acting.wrap(uint256(bytes32(msg.data[msg.data.length - 32:])));
    }

    /// @dev The acting party, whose operators hold `right`. For what moves no amount: one person is enough.
    function _authorise(Right right) internal view returns (uint32 party) {
        return _withRight(right).party();
    }

    /// @dev The acting party, whose operators hold `right` and are two, or one within the party's limit for `asset`.
    /// @param amount in minor units of `asset`.
    function _authorise(Right right, address asset, uint64 amount) internal view returns (uint32 party) {
        Acting acting = _withRight(right);
        party = acting.party();
        if (acting.persons() < 2) members.requireWithinLimit(party, right, asset, amount);
    }

    /// @dev The acting party, by two persons whatever its limits: for keys, votes and what names no amount but binds.
    function _authoriseTogether(Right right) internal view returns (uint32 party) {
        Acting acting = _withRight(right);
        party = acting.party();
        require(acting.persons() == 2, MemberOnlyTwoPersonsNeeded(party, right));
    }

    function _requireRole(Role role) internal view {
        Acting acting = _acting();
        require(acting.roles() & (1 << uint8(role)) != 0, MemberOnlyRoleMissing(acting.party(), role, acting.roles()));
    }

    function _requireOpen() internal view {
        require(!_acting().closing(), MemberOnlyClosing(address(this)));
    }

    function _withRight(Right right) private view returns (Acting acting) {
        acting = _acting();
        uint32 held = acting.rights();
        require(held & (1 << uint8(right)) != 0, MemberOnlyRightMissing(acting.party(), right, held));
    }
}
