// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {
    Demand,
    DemandRecord,
    IStandbyCredit,
    Standby,
    StandbyAmendment,
    StandbyFinding,
    StandbyTerms
} from "./IStandbyCredit.sol";

/// @title StandbyRules: what ISP98 says of signed numbers and dates.
library StandbyRules {
    /// @dev The longest run of closed days by which 3.13 may move a last day.
    uint32 internal constant MAX_CLOSED_DAYS = 10;
    uint32 private constant LATEST_EXPIRY = type(uint32).max - MAX_CLOSED_DAYS;
    /// @dev Business days after receipt, with the longest run of closed days and weekends among them, and room for time zones.
    uint256 private constant MIN_THIRD = 2 days;
    uint256 private constant MAX_THIRD = 16 days;
    uint256 internal constant MIN_SEVENTH = 6 days;
    uint256 private constant MAX_SEVENTH = 22 days;

    function requireTerms(bytes32 standby, StandbyTerms calldata terms) internal view {
        require(
            terms.amount != 0 && terms.finalExpiry <= LATEST_EXPIRY && terms.expiry <= terms.finalExpiry
                && terms.issued <= terms.expiry && terms.issued <= today() + 1 && terms.expiry + 1 >= today()
                && terms.beneficiary != terms.issuer && terms.confirmer != terms.issuer,
            IStandbyCredit.StandbysInvalidTerms(
                standby, terms.amount, terms.issued, terms.expiry, terms.finalExpiry
            )
        );
        // A notice must be possible in every period, or the bank could never prevent the next.
        bool fits = terms.extension == 0
            ? terms.noticeDays == 0 && terms.finalExpiry == terms.expiry
            : terms.noticeDays < terms.extension && terms.finalExpiry > terms.expiry
                && uint256(terms.issued) + terms.noticeDays <= terms.expiry;
        require(fits, IStandbyCredit.StandbysInvalidExtension(standby, terms.extension, terms.noticeDays));
        require(terms.documents != 0 && terms.text != 0, IStandbyCredit.StandbysEmptyCommitment());
    }

    /// @dev The expiry as of today: each time that the last day for a notice has passed without one, a period more.
    function expiry(Standby storage record) internal view returns (uint32) {
        if (record.extension == 0 || record.ends || record.expiry >= record.finalExpiry) return record.expiry;
        uint256 noticed = uint256(today()) + record.noticeDays;
        if (noticed <= record.expiry) return record.expiry;
        // Whole periods are meant: what the division drops is no period.
        // slither-disable-next-line divide-before-multiply
        uint256 periods = (noticed - record.expiry + record.extension - 1) / record.extension;
        uint256 extended = record.expiry + periods * record.extension;
        return extended < record.finalExpiry ? uint32(extended) : record.finalExpiry;
    }

    function requireDemand(
        bytes32 standby,
        StandbyTerms calldata terms,
        Standby storage record,
        Demand calldata contents,
        uint32 expires
    ) internal view {
        requireToday(contents.presented);
        require(
            contents.presented <= expires + MAX_CLOSED_DAYS,
            IStandbyCredit.StandbysExpired(expires, contents.presented)
        );
        require(contents.amount != 0, IStandbyCredit.StandbysZeroAmount());
        require(contents.documents != 0, IStandbyCredit.StandbysEmptyCommitment());
        uint64 available = availableOf(record);
        requireAvailable(record, contents.amount);
        require(
            terms.partialDrawings || contents.amount == available,
            IStandbyCredit.StandbysPartialNotAllowed(contents.amount, available)
        );
        require(
            terms.multipleDrawings || (record.reserved == 0 && record.honoured == 0),
            IStandbyCredit.StandbysMultipleNotAllowed(standby)
        );
        if (contents.extendTo != 0) requireLater(contents.extendTo, expires);
    }

    /// @dev What is neither drawn nor under demand.
    function availableOf(Standby storage record) internal view returns (uint64) {
        return record.amount - record.reserved - record.honoured;
    }

    function requireAvailable(Standby storage record, uint64 amount) internal view {
        uint64 available = availableOf(record);
        require(amount <= available, IStandbyCredit.StandbysOverdrawn(amount, available));
    }

    function requireLater(uint32 asked, uint32 expires) internal pure {
        require(asked > expires && asked <= LATEST_EXPIRY, IStandbyCredit.StandbysNotAnExtension(asked, expires));
    }

    /// @dev The bank's own calendar decides; the chain only bounds what it may say. @param last the earliest last day.
    function requireFinding(
        Demand calldata contents,
        StandbyFinding calldata finding,
        DemandRecord storage lies,
        uint32 last
    ) internal view {
        uint256 from = uint256(lies.received) * 1 days;
        requireWithin(finding.third, from + MIN_THIRD, from + MAX_THIRD);
        uint256 earliest = from + MIN_SEVENTH;
        if (finding.third > earliest) earliest = finding.third;
        requireWithin(finding.seventh, earliest, from + MAX_SEVENTH);
        uint32 moved = lies.expiry + MAX_CLOSED_DAYS;
        require(
            finding.lastDay >= last && finding.lastDay <= moved,
            IStandbyCredit.StandbysLastDayOutOfRange(finding.lastDay, last, moved)
        );
        require(finding.calendar != 0, IStandbyCredit.StandbysEmptyCommitment());
        require(
            !finding.complies || contents.presented <= finding.lastDay,
            IStandbyCredit.StandbysLatePresentation(contents.presented, finding.lastDay)
        );
    }

    function requireWithin(uint40 deadline, uint256 earliest, uint256 latest) private pure {
        require(
            deadline >= earliest && deadline <= latest,
            IStandbyCredit.StandbysDeadlineOutOfRange(deadline, earliest, latest)
        );
    }

    function requireAmendment(bytes32 id, StandbyAmendment calldata contents) internal pure {
        require(
            contents.number != 0 && (contents.increase == 0 || contents.decrease == 0)
                && contents.expiry <= LATEST_EXPIRY && contents.finalExpiry <= LATEST_EXPIRY && contents.text != 0,
            IStandbyCredit.StandbysInvalidAmendment(id)
        );
    }

    /// @dev A day is a local matter: the place may be a day before or after this chain's clock.
    function requireToday(uint32 given) internal view {
        uint32 now_ = today();
        require(given >= now_ - 1 && given <= now_ + 1, IStandbyCredit.StandbysDateNotToday(given, now_));
    }

    function today() internal view returns (uint32) {
        return uint32(block.timestamp / 1 days);
    }
}
