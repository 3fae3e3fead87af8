// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @title PartyAccount: the address that stands for a party number in ERC-20 and ERC-721.
/// @notice A party number is an opaque `uint32`, never 0. Its account is a fixed 128-bit prefix followed by the number,
/// so number and account are each computed from the other and no lookup is stored. The prefix is a hash, which leaves
/// nobody a key for any account: whoever wanted one would have to search 2^128 keys.
library PartyAccount {
    /// @dev keccak256("entrepot.party.account"), its first 128 bits, moved over the 32 bits of the number.
    uint160 internal constant PREFIX = uint160(uint128(bytes16(keccak256("entrepot.party.account")))) << 32;

    /// @notice The account of `party`; the account of party 0 is the zero address.
    function accountOf(uint32 party) internal pure returns (address) {
        return party == 0 ? address(0) : address(PREFIX | party);
    }

    /// @notice The party number behind `account`, or 0 if `account` is not a party's.
    function partyOf(address account) internal pure returns (uint32) {
        uint160 bits = uint160(account);
        return bits >> 32 == PREFIX >> 32 ? uint32(bits) : 0;
    }
}
