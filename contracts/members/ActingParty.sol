// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {PartyAccount} from "./PartyAccount.sol";

/// @notice Who acts, as one word: the word that MemberRegistry appends to a call (the ERC-2771 way, the account last).
/// @dev From the highest bit: persons 8, closing 8, roles 16, unused 32, rights 32, account 160.
type Acting is uint256;

/// @title ActingParty: packing and reading of that word.
library ActingParty {
    function pack(uint32 party_, uint256 persons_, bool closing_, uint16 roles_, uint32 rights_)
        internal
        pure
        returns (Acting)
    {
        return Acting.wrap(
            (persons_ << 248) | (closing_ ? uint256(1) << 240 : 0) | (uint256(roles_) << 224)
                | (uint256(rights_) << 160) | uint160(PartyAccount.accountOf(party_))
        );
    }

    /// @return How many different persons of the party stand behind the call: 1 or 2.
    function persons(Acting acting) internal pure returns (uint256) {
        return Acting.unwrap(acting) >> 248;
    }

    /// @return True if the called instrument may only finish what was begun in it.
    function closing(Acting acting) internal pure returns (bool) {
        return uint8(Acting.unwrap(acting) >> 240) == 1;
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
