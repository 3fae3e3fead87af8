// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {LastDays, OfPresentation} from "./IEndBook.sol";
import {
    Availability,
    Credit,
    CreditStatus,
    CreditTerms,
    Days,
    Finding,
    ILetterOfCredit,
    Presentation,
    Tenor,
    Usance
} from "./ILetterOfCredit.sol";

/// @title CreditRules: what UCP 600 says of signed numbers and dates, of a credit's calldata alone.
library CreditRules {
    uint256 internal constant RUNNING = (1 << uint8(CreditStatus.ISSUED)) | (1 << uint8(CreditStatus.ADVISED));

    /// @dev The longest run of closed days by which art. 29 may move a last day.
    uint32 private constant MAX_CLOSED_DAYS = 10;
    uint32 private constant LATEST_EXPIRY = type(uint32).max - MAX_CLOSED_DAYS;
    /// @dev Five banking days, with the longest run of closed days among them and room for the place's time zone.
    uint256 private constant MAX_EXAMINATION = 18 days;
    uint256 private constant MIN_EXAMINATION = 4 days;
    /// @dev What the bound on gas is reckoned for.
    uint256 private constant MOST_TENORS = 5;

    function drawable(bytes32 credit, CreditTerms calldata terms) internal pure returns (uint64) {
        return requireFigures(
            credit, terms.amount, terms.tolerancePlus, terms.issued, terms.expiry, terms.latestShipment
        );
    }

    /// @dev What every version of a credit's terms must keep, as issued or amended.
    /// @return The amount with its upper tolerance (field 39A, UCP 600 art. 30), rounded down.
    function requireFigures(
        bytes32 credit,
        uint64 amount,
        uint8 tolerancePlus,
        uint32 issued,
        uint32 expiry,
        uint32 latestShipment
    ) internal pure returns (uint64) {
        uint256 most = (uint256(amount) * (100 + uint256(tolerancePlus))) / 100;
        require(
            amount != 0 && tolerancePlus < 100 && most <= type(uint64).max && issued <= expiry
                && latestShipment <= expiry && expiry <= LATEST_EXPIRY,
            ILetterOfCredit.CreditsInvalidTerms(credit, amount, issued, expiry, latestShipment)
        );
        return uint64(most);
    }

    function requireTerms(bytes32 credit, CreditTerms calldata terms) internal view {
        require(
            terms.issued <= today() + 1,
            ILetterOfCredit.CreditsInvalidTerms(
                credit, terms.amount, terms.issued, terms.expiry, terms.latestShipment
            )
        );
    }

    /// @dev For books beside the credits: of one that is running and whose operative terms are these, their hash and its balance.
    function requireOperative(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms)
        internal
        view
        returns (bytes32 hash, Credit memory record)
    {
        record = deal.creditOf(credit);
        require(
            RUNNING & (1 << uint8(record.status)) != 0,
            ILetterOfCredit.CreditsWrongStatus(credit, record.status, RUNNING)
        );
        hash = keccak256(abi.encode(terms));
        require(hash == deal.operativeOf(credit), ILetterOfCredit.CreditsOtherTerms(credit, hash));
    }

    /// @dev Sight payment needs no tenor, nor does negotiation.
    function needsNone(Availability by) internal pure returns (bool) {
        return by == Availability.SIGHT_PAYMENT || by == Availability.NEGOTIATION;
    }

    /// @dev Of tenors, where there are any: deferred payment, acceptance and negotiation have one that is not at sight, mixed payment
    /// several (art. 6b). Their percents are a whole.
    function tenorsFit(Tenor[] calldata tenors, Availability by) internal pure returns (bool) {
        uint256 count = tenors.length;
        uint256 sum = 0;
        uint256 later = 0;
        for (uint256 i; i < count; ++i) {
            if (tenors[i].percent == 0) return false;
            sum += tenors[i].percent;
            if (!atSight(tenors[i])) ++later;
        }
        if (sum != 100 || later == 0 || count > MOST_TENORS) return false;
        return count == 1 ? by != Availability.SIGHT_PAYMENT && by != Availability.MIXED_PAYMENT : by == Availability.MIXED_PAYMENT;
    }

    /// @dev The amount of the tenor `i`: its percent, rounded down, and for the last one the `rest`.
    function partOf(Tenor[] calldata tenors, uint64 amount, uint256 i, uint64 rest) internal pure returns (uint64) {
        if (i + 1 == tenors.length) return rest;
        return uint64(uint256(amount) * tenors[i].percent / 100);
    }

    function atSight(Tenor calldata tenor) internal pure returns (bool) {
        return tenor.from == Usance.SIGHT && tenor.numberOfDays == 0;
    }

    /// @dev The bank says when each part falls due, and the chain bounds it: not before the days of the tenor are over, nor later
    /// than closed days move it. Sight is the day of presentation, or a later one where the documents were taken up later.
    function requireDues(Tenor[] calldata tenors, Days calldata presentation, uint32[] calldata dues) internal view {
        uint256 needed = 0;
        for (uint256 i; i < tenors.length; ++i) {
            Tenor calldata tenor = tenors[i];
            if (atSight(tenor)) continue;
            require(needed < dues.length, ILetterOfCredit.CreditsDuesMissing(dues.length, needed + 1));
            uint256 from = presentation.presented;
            uint256 until = today() + 1;
            if (tenor.from == Usance.SHIPMENT) from = until = presentation.shipped;
            if (tenor.from == Usance.INVOICE) from = until = presentation.invoiced;
            uint256 latest = until + tenor.numberOfDays + MAX_CLOSED_DAYS;
            uint32 due = dues[needed++];
            require(
                due >= from + tenor.numberOfDays && due <= latest,
                ILetterOfCredit.CreditsDueOutOfRange(due, from + tenor.numberOfDays, latest)
            );
        }
        require(needed == dues.length, ILetterOfCredit.CreditsDuesMissing(dues.length, needed));
    }

    /// @dev Who takes the bills over at honour.
    function taker(CreditTerms calldata terms) internal pure returns (uint32) {
        return terms.titleToApplicant ? terms.applicant : terms.issuingBank;
    }

    function requireDrawing(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        uint64 drawable_,
        uint64 used
    ) internal view {
        requireToday(presentation.presented);
        require(
            presentation.presented <= terms.expiry + MAX_CLOSED_DAYS,
            ILetterOfCredit.CreditsExpired(terms.expiry, presentation.presented)
        );
        require(presentation.amount != 0, ILetterOfCredit.CreditsZeroAmount());
        require(terms.partialDrawings || used == 0, ILetterOfCredit.CreditsPartialNotAllowed(credit));
        uint64 available = drawable_ - used;
        require(
            presentation.amount <= available, ILetterOfCredit.CreditsOverdrawn(presentation.amount, available)
        );
    }

    /// @dev A day is a local matter: the place may be a day before or after this chain's clock.
    function requireToday(uint32 given) internal view {
        uint32 now_ = today();
        require(given >= now_ - 1 && given <= now_ + 1, ILetterOfCredit.CreditsDateNotToday(given, now_));
    }

    /// @dev The bank's own calendar decides; the chain only bounds what it may say.
    function requireFinding(LastDays calldata terms, OfPresentation calldata presentation, Finding calldata finding)
        internal
        pure
    {
        uint256 from = uint256(presentation.received) * 1 days;
        (uint256 earliest, uint256 latest) = (from + MIN_EXAMINATION, from + MAX_EXAMINATION);
        require(
            finding.deadline >= earliest && finding.deadline <= latest,
            ILetterOfCredit.CreditsDeadlineOutOfRange(finding.deadline, earliest, latest)
        );
        // The expiry, or the end of the period after shipment if that is earlier (art. 14c), closed days not counted.
        // Wide, for the beneficiary names the day: a sum that overflows could never be examined.
        uint256 period = uint256(presentation.shipped) + terms.presentationDays;
        uint32 last = period < terms.expiry ? uint32(period) : terms.expiry;
        require(
            finding.lastDay >= last && finding.lastDay <= last + MAX_CLOSED_DAYS,
            ILetterOfCredit.CreditsLastDayOutOfRange(finding.lastDay, last, last + MAX_CLOSED_DAYS)
        );
        if (!finding.complies) return;
        // Shipment never moves to a later day (art. 29c), presentation does.
        require(
            terms.latestShipment == 0 || presentation.shipped <= terms.latestShipment,
            ILetterOfCredit.CreditsLateShipment(presentation.shipped, terms.latestShipment)
        );
        require(
            presentation.presented <= finding.lastDay,
            ILetterOfCredit.CreditsLatePresentation(presentation.presented, finding.lastDay)
        );
    }

    /// @dev Where it is yesterday still, the last day that closed days could make is not over.
    function requireExpired(uint32 expiry) internal view {
        require(today() > uint256(expiry) + MAX_CLOSED_DAYS + 1, ILetterOfCredit.CreditsNotExpired(expiry, today()));
    }

    function today() internal view returns (uint32) {
        return uint32(block.timestamp / 1 days);
    }
}
