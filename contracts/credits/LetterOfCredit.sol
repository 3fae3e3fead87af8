// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IBillOfLading, Lock} from "../bills/IBillOfLading.sol";
import {ISettlement} from "../cash/ISettlement.sol";
import {IMemberRegistry, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {
    Credit,
    CreditStatus,
    CreditTerms,
    Disposal,
    Examination,
    Finding,
    ILetterOfCredit,
    Preclusion,
    Presentation,
    PresentationStatus
} from "./ILetterOfCredit.sol";

/// @title LetterOfCredit
/// @dev Security contact: see SECURITY.md. Terms and presentations come as calldata and are known by their hash, so little
/// of them is stored.
contract LetterOfCredit is ILetterOfCredit, MemberOnly {
    /// @dev The longest run of closed days by which art. 29 may move a last day.
    uint32 private constant MAX_CLOSED_DAYS = 10;
    uint32 private constant LATEST_EXPIRY = type(uint32).max - MAX_CLOSED_DAYS;
    /// @dev Five banking days, with the longest run of closed days among them and room for the place's time zone.
    uint256 private constant MAX_EXAMINATION = 18 days;
    uint256 private constant MIN_EXAMINATION = 4 days;
    uint8 private constant ISSUING_BANK = 1;
    uint8 private constant BENEFICIARY = 2;

    IBillOfLading public immutable bills;

    mapping(bytes32 credit => Credit) private _credits;
    mapping(bytes32 presentation => PresentationStatus) private _presentations;
    mapping(bytes32 presentation => mapping(uint32 bank => Examination)) private _examinations;

    constructor(IMemberRegistry members_, IBillOfLading bills_) MemberOnly(members_) {
        bills = bills_;
    }

    // ------------------------------------------------------------------ issue and advise

    function issue(CreditTerms calldata terms) external returns (bytes32 credit) {
        credit = idOf(terms);
        uint64 drawable = _drawable(credit, terms);
        uint32 bank = _authorise(Right.UNDERTAKE, terms.cash, drawable);
        _requireRole(Role.BANK);
        _requireOpen();
        _requireListed(terms.cash);
        require(bank == terms.issuingBank, CreditsNotIssuingBank(terms.issuingBank, bank));
        require(_credits[credit].status == CreditStatus.UNKNOWN, CreditsAlreadyIssued(credit));
        require(
            terms.amount != 0 && terms.tolerancePlus < 100 && terms.issued <= terms.expiry
                && terms.latestShipment <= terms.expiry && terms.expiry <= LATEST_EXPIRY && terms.issued <= _today() + 1,
            CreditsInvalidTerms(credit, terms.amount, terms.issued, terms.expiry, terms.latestShipment)
        );
        _requireActive(terms.applicant);
        _requireActive(terms.beneficiary);
        _requireActive(terms.advisingBank);
        _credits[credit] = Credit({
            issuingBank: bank,
            applicant: terms.applicant,
            beneficiary: terms.beneficiary,
            advisingBank: terms.advisingBank,
            status: CreditStatus.ISSUED,
            consents: 0,
            presentationDays: terms.presentationDays,
            partialDrawings: terms.partialDrawings,
            titleToApplicant: terms.titleToApplicant,
            open: 0,
            expiry: terms.expiry,
            drawable: drawable,
            reserved: 0,
            honoured: 0,
            latestShipment: terms.latestShipment,
            cash: terms.cash
        });
        emit CreditIssued(credit, terms);
    }

    function advise(bytes32 credit) external {
        uint32 bank = _authorise(Right.EXAMINE);
        Credit storage record = _inStatus(credit, 1 << uint8(CreditStatus.ISSUED));
        require(bank == record.advisingBank, CreditsNotAdvisingBank(record.advisingBank, bank));
        record.status = CreditStatus.ADVISED;
        emit CreditAdvised(credit);
    }

    // ------------------------------------------------------------------ present and examine

    function present(bytes32 credit, Presentation calldata presentation) external returns (bytes32 id) {
        uint32 party = _authorise(Right.PRESENT);
        Credit storage record = _running(credit);
        require(party == record.beneficiary, CreditsNotBeneficiary(record.beneficiary, party));
        id = presentationIdOf(credit, presentation);
        _requireStatus(id, 1 << uint8(PresentationStatus.UNKNOWN));
        _requireDrawable(credit, record, presentation);
        _presentations[id] = PresentationStatus.LODGED;
        record.reserved += presentation.amount;
        ++record.open;
        emit Presented(credit, id, presentation);
        for (uint256 i; i < presentation.bills.length; ++i) {
            bills.lock(presentation.bills[i], party, _taker(record), Lock.PRESENTATION);
        }
    }

    function examine(bytes32 credit, Presentation calldata presentation, Finding calldata finding) external {
        uint32 bank = _authorise(Right.EXAMINE);
        Credit storage record = _ofIssuingBank(credit, bank);
        bytes32 id = presentationIdOf(credit, presentation);
        _requireStatus(id, 1 << uint8(PresentationStatus.LODGED));
        _requireCalendar(record, presentation, finding);
        if (finding.complies) _requireInTime(record, presentation, finding.lastDay);
        _presentations[id] = finding.complies ? PresentationStatus.COMPLYING : PresentationStatus.DISCREPANT;
        _examinations[id][bank] =
            Examination(finding.complies, finding.deadline, finding.lastDay, uint40(block.timestamp));
        emit Examined(credit, id, bank, finding);
    }

    // ------------------------------------------------------------------ decide

    function waive(bytes32 credit, Presentation calldata presentation) external {
        _ofIssuingBank(credit, _authoriseTogether(Right.UNDERTAKE));
        bytes32 id = presentationIdOf(credit, presentation);
        _requireStatus(id, 1 << uint8(PresentationStatus.DISCREPANT));
        _presentations[id] = PresentationStatus.WAIVED;
        emit Waived(credit, id);
    }

    function honour(bytes32 credit, Presentation calldata presentation, bytes calldata payment) external {
        uint32 bank = _authorise(Right.UNDERTAKE, _credits[credit].cash, presentation.amount);
        Credit storage record = _ofIssuingBank(credit, bank);
        bytes32 id = presentationIdOf(credit, presentation);
        _requireStatus(
            id,
            (1 << uint8(PresentationStatus.COMPLYING)) | (1 << uint8(PresentationStatus.WAIVED))
                | (1 << uint8(PresentationStatus.PRECLUDED))
        );
        _close(record, id, presentation.amount, PresentationStatus.HONOURED);
        record.honoured += presentation.amount;
        if (!record.partialDrawings || record.honoured == record.drawable) record.status = CreditStatus.EXHAUSTED;
        uint32 payee = _payee(record);
        emit Honoured(credit, id, payee);
        for (uint256 i; i < presentation.bills.length; ++i) {
            bills.deliver(presentation.bills[i], _taker(record));
        }
        ISettlement(record.cash).settle(
            keccak256(abi.encode(block.chainid, address(this), credit, id)),
            PartyAccount.accountOf(bank),
            PartyAccount.accountOf(payee),
            presentation.amount,
            payment
        );
    }

    function refuse(
        bytes32 credit,
        Presentation calldata presentation,
        bytes32 notice,
        uint16 discrepancies,
        Disposal disposal
    ) external {
        uint32 bank = _authoriseTogether(Right.UNDERTAKE);
        Credit storage record = _ofIssuingBank(credit, bank);
        require(discrepancies != 0, CreditsNoDiscrepancies());
        bytes32 id = presentationIdOf(credit, presentation);
        _requireStatus(
            id,
            (1 << uint8(PresentationStatus.DISCREPANT)) | (1 << uint8(PresentationStatus.REFUSED))
                | (1 << uint8(PresentationStatus.PRECLUDED))
        );
        if (_presentations[id] != PresentationStatus.DISCREPANT) {
            emit RefusalPrecluded(credit, id, notice, Preclusion.SECOND_NOTICE);
        } else if (block.timestamp > _examinations[id][bank].deadline) {
            _presentations[id] = PresentationStatus.PRECLUDED;
            emit RefusalPrecluded(credit, id, notice, Preclusion.TOO_LATE);
        } else {
            _close(record, id, presentation.amount, PresentationStatus.REFUSED);
            emit Refused(credit, id, notice, discrepancies, disposal);
            _giveBack(presentation);
        }
    }

    function withdraw(bytes32 credit, Presentation calldata presentation) external {
        uint32 party = _authorise(Right.PRESENT);
        Credit storage record = _credits[credit];
        require(party == record.beneficiary, CreditsNotBeneficiary(record.beneficiary, party));
        bytes32 id = presentationIdOf(credit, presentation);
        _requireStatus(
            id,
            (1 << uint8(PresentationStatus.LODGED)) | (1 << uint8(PresentationStatus.COMPLYING))
                | (1 << uint8(PresentationStatus.DISCREPANT)) | (1 << uint8(PresentationStatus.WAIVED))
                | (1 << uint8(PresentationStatus.PRECLUDED))
        );
        _close(record, id, presentation.amount, PresentationStatus.WITHDRAWN);
        emit Withdrawn(credit, id);
        _giveBack(presentation);
    }

    // ------------------------------------------------------------------ end

    function expire(bytes32 credit) external {
        uint32 bank = _authorise(Right.EXAMINE);
        Credit storage record = _running(credit);
        require(bank == record.issuingBank, CreditsNotIssuingBank(record.issuingBank, bank));
        require(_today() > record.expiry + MAX_CLOSED_DAYS, CreditsNotExpired(record.expiry, _today()));
        require(record.open == 0, CreditsOpenPresentations(credit, record.open));
        record.status = CreditStatus.EXPIRED;
        emit CreditExpired(credit);
    }

    function cancel(bytes32 credit) external {
        Credit storage record = _running(credit);
        uint32 party = _acting().party();
        if (party == record.issuingBank) {
            _authoriseTogether(Right.UNDERTAKE);
            _consent(credit, record, party, ISSUING_BANK);
        } else if (party == record.beneficiary) {
            _authorise(Right.PRESENT);
            _consent(credit, record, party, BENEFICIARY);
        } else {
            revert CreditsNotAParty(credit, party);
        }
    }

    // ------------------------------------------------------------------ reading

    function creditOf(bytes32 credit) external view returns (Credit memory) {
        return _credits[credit];
    }

    function statusOf(bytes32 presentation) external view returns (PresentationStatus) {
        return _presentations[presentation];
    }

    function examinationOf(bytes32 presentation, uint32 bank) external view returns (Examination memory) {
        return _examinations[presentation][bank];
    }

    function idOf(CreditTerms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    function presentationIdOf(bytes32 credit, Presentation calldata presentation) public pure returns (bytes32) {
        return keccak256(abi.encode(credit, presentation));
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev The amount with its upper tolerance (field 39A, UCP 600 art. 30), rounded down.
    function _drawable(bytes32 credit, CreditTerms calldata terms) private pure returns (uint64) {
        uint256 drawable = (uint256(terms.amount) * (100 + uint256(terms.tolerancePlus))) / 100;
        require(
            drawable <= type(uint64).max,
            CreditsInvalidTerms(credit, terms.amount, terms.issued, terms.expiry, terms.latestShipment)
        );
        return uint64(drawable);
    }

    /// @dev Who is paid, resolved when it is paid.
    function _payee(Credit storage record) private view returns (uint32) {
        return record.beneficiary;
    }

    /// @dev Who takes the bills over at honour.
    function _taker(Credit storage record) private view returns (uint32) {
        return record.titleToApplicant ? record.applicant : record.issuingBank;
    }

    function _today() private view returns (uint32) {
        return uint32(block.timestamp / 1 days);
    }

    function _requireDrawable(bytes32 credit, Credit storage record, Presentation calldata presentation) private view {
        uint32 today = _today();
        uint32 presented = presentation.presented;
        // A day is a local matter: the place of presentation may be a day before or after this chain's clock.
        require(presented >= today - 1 && presented <= today + 1, CreditsDateNotToday(presented, today));
        require(presented <= record.expiry + MAX_CLOSED_DAYS, CreditsExpired(record.expiry, presented));
        uint64 used = record.reserved + record.honoured;
        require(presentation.amount != 0, CreditsZeroAmount());
        require(record.partialDrawings || used == 0, CreditsPartialNotAllowed(credit));
        require(presentation.amount <= record.drawable - used, CreditsOverdrawn(presentation.amount, record.drawable - used));
    }

    /// @dev The bank's own calendar decides; the chain only bounds what it may say.
    function _requireCalendar(Credit storage record, Presentation calldata presentation, Finding calldata finding)
        private
        view
    {
        uint256 received = uint256(presentation.presented) * 1 days;
        (uint256 earliest, uint256 latest) = (received + MIN_EXAMINATION, received + MAX_EXAMINATION);
        require(
            finding.deadline >= earliest && finding.deadline <= latest,
            CreditsDeadlineOutOfRange(finding.deadline, earliest, latest)
        );
        uint32 last = _lastDay(record, presentation);
        require(
            finding.lastDay >= last && finding.lastDay <= last + MAX_CLOSED_DAYS,
            CreditsLastDayOutOfRange(finding.lastDay, last, last + MAX_CLOSED_DAYS)
        );
    }

    /// @dev Shipment never moves to a later day (art. 29c), presentation does.
    function _requireInTime(Credit storage record, Presentation calldata presentation, uint32 lastDay) private view {
        uint32 latest = record.latestShipment;
        require(latest == 0 || presentation.shipped <= latest, CreditsLateShipment(presentation.shipped, latest));
        require(presentation.presented <= lastDay, CreditsLatePresentation(presentation.presented, lastDay));
    }

    /// @dev The expiry, or the end of the period after shipment if that is earlier (art. 14c), closed days not counted.
    function _lastDay(Credit storage record, Presentation calldata presentation) private view returns (uint32) {
        // Wide, for the beneficiary names the day: a sum that overflows could never be examined.
        uint256 period = uint256(presentation.shipped) + record.presentationDays;
        return period < record.expiry ? uint32(period) : record.expiry;
    }

    function _close(Credit storage record, bytes32 id, uint64 amount, PresentationStatus status) private {
        _presentations[id] = status;
        record.reserved -= amount;
        --record.open;
    }

    function _giveBack(Presentation calldata presentation) private {
        for (uint256 i; i < presentation.bills.length; ++i) bills.unlock(presentation.bills[i]);
    }

    function _consent(bytes32 credit, Credit storage record, uint32 party, uint8 who) private {
        require(record.open == 0, CreditsOpenPresentations(credit, record.open));
        require(record.consents & who == 0, CreditsAlreadyConsented(credit, party));
        record.consents |= who;
        emit CancellationAgreed(credit, party);
        if (record.consents != ISSUING_BANK | BENEFICIARY) return;
        record.status = CreditStatus.CANCELLED;
        emit CreditCancelled(credit);
    }

    function _running(bytes32 credit) private view returns (Credit storage) {
        return _inStatus(credit, (1 << uint8(CreditStatus.ISSUED)) | (1 << uint8(CreditStatus.ADVISED)));
    }

    function _inStatus(bytes32 credit, uint256 allowed) private view returns (Credit storage record) {
        record = _credits[credit];
        require(allowed & (1 << uint8(record.status)) != 0, CreditsWrongStatus(credit, record.status, allowed));
    }

    function _ofIssuingBank(bytes32 credit, uint32 bank) private view returns (Credit storage record) {
        record = _credits[credit];
        require(bank == record.issuingBank, CreditsNotIssuingBank(record.issuingBank, bank));
    }

    function _requireStatus(bytes32 id, uint256 allowed) private view {
        PresentationStatus status = _presentations[id];
        require(allowed & (1 << uint8(status)) != 0, CreditsWrongPresentationStatus(id, status, allowed));
    }
}
