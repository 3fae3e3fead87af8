// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Clauses, IClauseBook, Revolving} from "./IClauseBook.sol";
import {Credit, CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";
import {Drawing, InstalmentClause} from "./InstalmentClause.sol";

/// @title RevolvingClause: the amount of a credit is available again, by time or on its bank's notice.
/// @dev UCP 600 has no article on it. Each cycle has the amount of the terms (field 32B) with its upper tolerance (39A): `cycle`.
/// The book keeps what that is, for an amendment changes it from the cycle that runs then.
library RevolvingClause {
    /// @dev What the bound on gas is reckoned for.
    uint256 private constant MOST_CYCLES = 60;

    function agreed(Revolving storage clause) internal view returns (bool) {
        return clause.firstDays.length + clause.notices != 0;
    }

    /// @dev Whether drawings are counted cycle by cycle: where what is not drawn in one is not carried over to the next.
    function apart(Revolving storage clause) internal view returns (bool) {
        return clause.firstDays.length != 0 && !clause.cumulative;
    }

    /// @dev By time two or more cycles that begin one after the other within the credit's time, or on notice one notice or more.
    /// @return drawable what may be drawn in all: by time every cycle, on notice the first.
    function requireFit(Clauses storage clauses, CreditTerms calldata terms, uint64 cycle)
        internal
        view
        returns (uint64 drawable)
    {
        Revolving storage clause = clauses.revolving;
        uint256 count = clause.firstDays.length;
        uint256 notices = clause.notices;
        bool fits = terms.partialDrawings && clauses.instalments.length == 0 && count <= MOST_CYCLES
            && (count == 0 ? notices < MOST_CYCLES : count != 1 && notices == 0);
        uint256 last = 0;
        for (uint256 i; fits && i < count; ++i) {
            uint256 first = clause.firstDays[i];
            fits = first > last;
            last = first;
        }
        require(fits && last <= terms.expiry, IClauseBook.ClausesRevolvingDoesNotFit(terms.clauses));
        uint64 most = fitting(terms.clauses, (count == 0 ? notices + 1 : count) * cycle);
        return count == 0 ? cycle : most;
    }

    /// @dev What may be drawn on that day, and what of it is used. @return at the place of the cycle.
    function current(
        Revolving storage clause,
        mapping(uint256 at => Drawing[]) storage drawings,
        ILetterOfCredit deal,
        bytes32 credit,
        uint64 cycle,
        uint32 day
    ) internal view returns (uint256 at, uint64 drawable, uint64 used) {
        Credit memory record = deal.creditOf(credit);
        used = record.reserved + record.honoured;
        uint256 count = clause.firstDays.length;
        if (count == 0) return (0, record.drawable, used);
        uint256 begun = _begun(clause, day);
        require(begun != 0, IClauseBook.ClausesOutsidePeriods(credit, day));
        at = begun - 1;
        uint256 left;
        if (clause.cumulative) {
            left = _less(record.drawable, used + (count - begun) * cycle);
        } else {
            // A day is a local matter: where the chain is, the next cycle may run, of another amount. What may be drawn in all
            // holds in any case.
            left = record.drawable - used;
            used = InstalmentClause.drawnIn(deal, drawings[at]);
            uint256 own = _less(cycle, used);
            if (own < left) left = own;
        }
        drawable = used + uint64(left);
    }

    /// @dev Of a credit whose cycles have another amount from the one on that runs on that day.
    /// @return What may be drawn in all then.
    function amended(
        Revolving storage clause,
        mapping(uint256 at => Drawing[]) storage drawings,
        bytes32 clauses,
        Credit memory record,
        uint64 before,
        uint64 cycle,
        uint32 day
    ) internal view returns (uint64) {
        uint256 count = clause.firstDays.length;
        uint256 begun = _begun(clause, day);
        uint256 at = begun == 0 ? 0 : begun - 1;
        uint256 left = count == 0 ? 1 : count - at;
        uint256 all = uint256(record.drawable) + left * cycle - left * before;
        uint256 now_ = all - (left - 1) * cycle;
        uint256 used = record.reserved + record.honoured;
        if (apart(clause)) (now_, used) = (cycle, InstalmentClause.drawn(drawings[at]));
        require(used <= now_, ILetterOfCredit.CreditsOverdrawn(uint64(used), uint64(now_)));
        return fitting(clauses, all);
    }

    function fitting(bytes32 clauses, uint256 amount) internal pure returns (uint64) {
        require(amount <= type(uint64).max, IClauseBook.ClausesRevolvingDoesNotFit(clauses));
        return uint64(amount);
    }

    /// @dev How many cycles have begun by that day.
    function _begun(Revolving storage clause, uint32 day) private view returns (uint256 begun) {
        uint256 count = clause.firstDays.length;
        while (begun < count && clause.firstDays[begun] <= day) ++begun;
    }

    function _less(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a - b : 0;
    }
}
