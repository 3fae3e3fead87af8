// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IClauseBook, Instalment} from "./IClauseBook.sol";
import {CreditTerms, ILetterOfCredit, Passage, PresentationStatus} from "./ILetterOfCredit.sol";

/// @dev One presentation towards an instalment.
struct Drawing {
    bytes32 presentation;
    uint64 amount;
}

/// @title InstalmentClause: drawings by instalments within given periods (UCP 600 art. 32).
/// @dev What was refused or taken back is looked up when somebody presents, so that a credit tells nobody of it.
library InstalmentClause {
    /// @dev What the bound on gas is reckoned for.
    uint256 private constant MOST_INSTALMENTS = 24;

    /// @dev A schedule of the whole amount, one period after the other, the last within the credit's time.
    function requireFit(Instalment[] storage schedule, CreditTerms calldata terms) internal view {
        uint256 count = schedule.length;
        bool fits = terms.partialDrawings && count <= MOST_INSTALMENTS;
        uint256 sum = 0;
        uint256 last = 0;
        for (uint256 i; fits && i < count; ++i) {
            Instalment memory one = schedule[i];
            fits = one.amount != 0 && one.from > last && one.until >= one.from;
            sum += one.amount;
            last = one.until;
        }
        require(
            fits && sum == terms.amount && last <= terms.expiry, IClauseBook.ClausesInstalmentsDoNotFit(terms.clauses)
        );
    }

    /// @dev The instalment in whose period `presented` lies, if none before it was missed.
    /// @return at its place. @return most its amount with the upper tolerance, rounded down.
    function current(
        Instalment[] storage schedule,
        mapping(uint256 instalment => Drawing[]) storage drawings,
        bytes32 credit,
        uint8 tolerancePlus,
        uint32 presented
    ) internal view returns (uint256 at, uint64 most) {
        uint256 count = schedule.length;
        while (at < count && presented > schedule[at].until) {
            require(
                drawn(drawings[at]) != 0, IClauseBook.ClausesInstalmentMissed(credit, at, schedule[at].until)
            );
            ++at;
        }
        require(
            at < count && presented >= schedule[at].from, IClauseBook.ClausesOutsidePeriods(credit, presented)
        );
        // The tolerance is below 100 percent and the whole amount fits with it, so that each part does.
        most = uint64(uint256(schedule[at].amount) * (100 + uint256(tolerancePlus)) / 100);
    }

    /// @dev What is drawn or under presentation, of these.
    function drawn(Drawing[] storage drawings) internal view returns (uint64 sum) {
        return drawnIn(ILetterOfCredit(msg.sender), drawings);
    }

    function drawnIn(ILetterOfCredit deal, Drawing[] storage drawings) internal view returns (uint64 sum) {
        for (uint256 i; i < drawings.length; ++i) {
            PresentationStatus status = deal.passageOf(drawings[i].presentation).status;
            if (status == PresentationStatus.LODGED || status == PresentationStatus.HONOURED) {
                sum += drawings[i].amount;
            }
        }
    }
}
