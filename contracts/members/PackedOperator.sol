// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Acting, ActingParty} from "./ActingParty.sol";
import {Operator} from "./IMemberRegistry.sol";

/// @notice An operator as the one word in which it is stored. Party, mayMake and roles lie where `Acting` has party, rights
/// and roles, so that the word of an act is this one, masked. From the lowest bit: party 32, mayCheck 32, suspended 1; from
/// bit 160 mayMake 32, person 32, roles 16.
type PackedOperator is uint256;

using PackedOperators for PackedOperator global;

/// @title PackedOperators: reading and writing that word. Every act of every member reads one.
library PackedOperators {
    uint256 private constant ACTING =
        type(uint32).max | (uint256(type(uint32).max) << 160) | (uint256(type(uint16).max) << 224);

    uint256 private constant SUSPENDED = 1 << 64;

    function pack(Operator memory operator) internal pure returns (PackedOperator) {
        return PackedOperator.wrap(
            uint256(operator.party) | (uint256(operator.mayCheck) << 32) | (operator.suspended ? SUSPENDED : 0)
                | (uint256(operator.mayMake) << 160) | (uint256(operator.person) << 192)
                | (uint256(operator.roles) << 224)
        );
    }

    /// @dev This operator acting alone.
    function acting(PackedOperator operator) internal pure returns (Acting) {
        return ActingParty.alone(PackedOperator.unwrap(operator) & ACTING);
    }

    function unpack(PackedOperator operator) internal pure returns (Operator memory) {
        return Operator({
            party: party(operator),
            person: person(operator),
            mayMake: mayMake(operator),
            mayCheck: mayCheck(operator),
            roles: roles(operator),
            suspended: suspended(operator)
        });
    }

    /// @dev Whether it is somebody's, and not suspended.
    function mayAct(PackedOperator operator) internal pure returns (bool) {
        uint256 asked = PackedOperator.unwrap(operator) & (type(uint32).max | SUSPENDED);
        return asked != 0 && asked < SUSPENDED;
    }

    function party(PackedOperator operator) internal pure returns (uint32) {
        return uint32(PackedOperator.unwrap(operator));
    }

    function person(PackedOperator operator) internal pure returns (uint32) {
        return uint32(PackedOperator.unwrap(operator) >> 192);
    }

    function mayMake(PackedOperator operator) internal pure returns (uint32) {
        return uint32(PackedOperator.unwrap(operator) >> 160);
    }

    function mayCheck(PackedOperator operator) internal pure returns (uint32) {
        return uint32(PackedOperator.unwrap(operator) >> 32);
    }

    function roles(PackedOperator operator) internal pure returns (uint16) {
        return uint16(PackedOperator.unwrap(operator) >> 224);
    }

    function suspended(PackedOperator operator) internal pure returns (bool) {
        return PackedOperator.unwrap(operator) & SUSPENDED != 0;
    }

    function withSuspended(PackedOperator operator, bool to) internal pure returns (PackedOperator) {
        uint256 word = PackedOperator.unwrap(operator) & ~SUSPENDED;
        return PackedOperator.wrap(to ? word | SUSPENDED : word);
    }
}
