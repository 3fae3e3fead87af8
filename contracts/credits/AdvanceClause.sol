// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {AdvanceKind, AdvanceTerms, IClauseBook} from "./IClauseBook.sol";

/// @title AdvanceClause: how much of a credit may be advanced, against which papers. Advancing is in the book of advances.
library AdvanceClause {
    function requireFit(AdvanceTerms memory agreed, bytes32 clauses) internal pure {
        require(
            agreed.kind != AdvanceKind.NONE && agreed.percent != 0 && agreed.percent <= 100,
            IClauseBook.ClausesAdvanceDoesNotFit(clauses)
        );
    }

    /// @return Whether there is one, complete or not.
    function isAgreed(AdvanceTerms memory agreed) internal pure returns (bool) {
        return agreed.kind != AdvanceKind.NONE || agreed.percent != 0;
    }

    /// @return What may be advanced in all of a credit of `amount`, rounded down, in minor units.
    function most(AdvanceTerms memory agreed, uint64 amount) internal pure returns (uint64) {
        return uint64(uint256(amount) * agreed.percent / 100);
    }
}
