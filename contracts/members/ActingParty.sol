// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {PartyAccount} from "./PartyAccount.sol";

/// @notice Who acts, as one word: the word that MemberRegistry appends to a call (the ERC-2771 way, the account last).
/// @dev From the highest bit: persons 8, closing 8, roles 16, unused 32, rights 32, account 160.
type Acting is uint256;

using ActingParty for Acting global;

/// @title ActingParty: making and reading that word.
library ActingParty {
    uint256 private constant RIGHTS = uint256(type(uint32).max) << 160;
    uint256 private constant CLOSING = uint256(1) << 240;

    /// @dev One person, with the party, rights and roles in `word` and nothing else in it.
    function alone(uint256 word) internal pure returns (Acting) {
        return Acting.wrap(word | PartyAccount.PREFIX | (uint256(1) << 248));
    }

    /// @dev A second person joins, who may check what `mayCheck` says: together they hold what the first may make and the second check.
    function joined(Acting acting, uint32 mayCheck) internal pure returns (Acting) {
        uint256 word = Acting.unwrap(acting) & (~RIGHTS | (uint256(mayCheck) << 160));
        return Acting.wrap(word + (uint256(1) << 248));
    }

    /// @dev The called instrument may only finish what was begun in it.
    function inClosing(Acting acting) internal pure returns (Acting) {
        return Acting.wrap(Acting.unwrap(acting) | CLOSING);
    }

    /// @return How many different persons of the party stand behind the call: 1 or 2.
    function persons(Acting acting) internal pure returns (uint256) {
        return Acting.unwrap(acting) >> 248;
    }

    /// @return True if the called instrument may only finish what was begun in it.
    function closing(Acting acting) internal pure returns (bool) {
        return Acting.unwrap(acting) & CLOSING != 0;
    }

    /// @return Bitmap of `Role`.
    function roles(Acting acting) internal pure returns (uint16) {
        return uint16(Acting.unwrap(acting) >> 224);
    }

    /// @return Bitmap of `Right` that these persons hold together.
    function rights(Acting acting) internal pure returns (uint32) {
        return uint32(Acting.unwrap(acting) >> 160);
    }

    function account(Acting acting) internal pure returns (address) {
        return address(uint160(Acting.unwrap(acting)));
    }

    function party(Acting acting) internal pure returns (uint32) {
        return uint32(Acting.unwrap(acting));
    }
}
