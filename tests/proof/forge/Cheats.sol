// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @notice What these proofs use of Forge's cheat codes, and no more.
interface Cheats {
    function warp(uint256 time) external;

    function prank(address sender, address origin) external;

    function addr(uint256 key) external pure returns (address);

    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function assume(bool condition) external pure;
}

Cheats constant CHEATS = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));
