// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {PartyAccount} from "../members/PartyAccount.sol";

/// @title PartyAccountProbe: the library, for calls from outside.
contract PartyAccountProbe {
    function accountOf(uint32 party) external pure returns (address) {
        return PartyAccount.accountOf(party);
    }

    function partyOf(address account) external pure returns (uint32) {
        return PartyAccount.partyOf(account);
    }
}
