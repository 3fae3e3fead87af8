// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ISettlement} from "../cash/ISettlement.sol";
import {IMemberRegistry, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {IStopBook} from "../stops/IStopBook.sol";
import {
    AmendmentStatus,
    Bar,
    Demand,
    DemandRecord,
    DemandStatus,
    IStandbyCredit,
    Standby,
    StandbyAmendment,
    StandbyExamination,
    StandbyFinding,
    StandbyStatus,
    StandbyTerms,
    Timing
} from "./IStandbyCredit.sol";
import {StandbyRules} from "./StandbyRules.sol";

/// @title StandbyCredit
/// @dev Security contact: see SECURITY.md. Terms and demands come as calldata and are known by their hash; of a standby two words
/// are stored. What can be judged from numbers and dates alone is in StandbyRules.
contract StandbyCredit is IStandbyCredit, MemberOnly {
    uint8 private constant ISSUER = 1;
    uint8 private constant BENEFICIARY = 2;
    uint8 private constant APPLICANT_AGREES = 1;
    uint8 private constant CONFIRMER_AGREES = 2;

    IStopBook public immutable stops;

    mapping(bytes32 standby => Standby) private _standbys;
    mapping(bytes32 standby => mapping(bytes32 demand => DemandRecord)) private _demands;
    mapping(bytes32 demand => mapping(uint32 bank => StandbyExamination)) private _examinations;
    mapping(bytes32 standby => mapping(bytes32 amendment => AmendmentStatus)) private _amendments;
    mapping(bytes32 standby => mapping(bytes32 subject => uint8)) private _consents;

    constructor(IMemberRegistry members_, IStopBook stops_) MemberOnly(members_) {
        stops = stops_;
    }

    // ------------------------------------------------------------------ issue and confirm

    function issue(StandbyTerms calldata terms) external returns (bytes32 standby) {
        standby = idOf(terms);
        uint32 bank = _authorise(Right.UNDERTAKE, terms.cash, terms.amount);
        _requireRole(Role.BANK);
        _requireOpen();
        _requireListed(terms.cash);
        _requireIssuer(terms, bank);
        Standby storage record = _standbys[standby];
        require(record.status == StandbyStatus.UNKNOWN, StandbysAlreadyIssued(standby));
        StandbyRules.requireTerms(standby, terms);
        _requireActive(terms.applicant);
        _requireActive(terms.beneficiary);
        if (terms.confirmer != 0) _requireBank(terms.confirmer);
        record.status = StandbyStatus.ISSUED;
        (record.amount, record.expiry, record.finalExpiry) = (terms.amount, terms.expiry, terms.finalExpiry);
        (record.extension, record.noticeDays) = (terms.extension, terms.noticeDays);
        emit StandbyIssued(standby, terms);
    }

    function confirm(bytes32 standby, StandbyTerms calldata terms) external {
        Standby storage record = _running(standby, terms);
        uint64 amount = record.amount;
        uint32 bank = _authorise(Right.UNDERTAKE, terms.cash, amount);
        _requireOpen();
        _requireConfirmer(terms, bank);
        require(!record.confirmed, StandbysConfirmedAlready(standby));
        record.confirmed = true;
        emit StandbyConfirmed(standby, bank, amount);
    }

    // ------------------------------------------------------------------ demand and examine

    function demand(bytes32 standby, StandbyTerms calldata terms, Demand calldata contents)
        external
        returns (bytes32 id)
    {
        uint32 party = _authorise(Right.PRESENT);
        Standby storage record = _issued(standby, terms);
        _requireBeneficiary(terms, party);
        require(record.consents & BENEFICIARY == 0, StandbysConsentedAlready(standby, party));
        id = demandIdOf(standby, contents);
        DemandStatus status = _demands[standby][id].status;
        require(status == DemandStatus.UNKNOWN, StandbysWrongDemandStatus(id, status, 1));
        uint32 bank = contents.bank;
        require(
            bank == terms.issuer || (record.confirmed && bank == terms.confirmer),
            StandbysNotAPlaceOfPresentation(standby, bank)
        );
        uint32 expiry = StandbyRules.expiry(record);
        StandbyRules.requireDemand(standby, terms, record, contents, expiry);
        uint16 version = record.version;
        _demands[standby][id] = DemandRecord(DemandStatus.LODGED, bank, 0, contents.presented, expiry, version);
        record.reserved += contents.amount;
        ++record.open;
        emit Demanded(standby, id, expiry, version, contents);
    }

    function examine(
        bytes32 standby,
        StandbyTerms calldata terms,
        Demand calldata contents,
        StandbyFinding calldata finding
    ) external {
        uint32 bank = _authorise(Right.EXAMINE);
        (bytes32 id, DemandRecord storage lies) =
            _with(standby, terms, contents, bank, 1 << uint8(DemandStatus.LODGED));
        // What was in time at the confirmer's place is in time (3.13).
        uint32 last = lies.payer == 0 ? lies.expiry : _examinations[id][lies.payer].lastDay;
        StandbyRules.requireFinding(contents, finding, lies, last);
        _examinations[id][bank] = StandbyExamination(
            finding.complies ? DemandStatus.COMPLYING : DemandStatus.DISCREPANT,
            finding.complies,
            finding.third,
            finding.seventh,
            finding.lastDay,
            uint40(block.timestamp)
        );
        emit DemandExamined(standby, id, bank, finding);
    }

    // ------------------------------------------------------------------ decide

    function waive(bytes32 standby, StandbyTerms calldata terms, Demand calldata contents) external {
        uint32 bank = _byIssuer(terms);
        (bytes32 id,) = _with(standby, terms, contents, bank, 1 << uint8(DemandStatus.DISCREPANT));
        _examinations[id][bank].status = DemandStatus.WAIVED;
        emit DemandWaived(standby, id);
    }

    function honour(
        bytes32 standby,
        StandbyTerms calldata terms,
        Demand calldata contents,
        bytes calldata payment
    ) external {
        uint64 amount = contents.amount;
        uint32 bank = _authorise(Right.UNDERTAKE, terms.cash, amount);
        (bytes32 id, DemandRecord storage lies) = _with(
            standby,
            terms,
            contents,
            bank,
            (1 << uint8(DemandStatus.COMPLYING)) | (1 << uint8(DemandStatus.WAIVED))
                | (1 << uint8(DemandStatus.PRECLUDED))
        );
        if (_standbys[standby].stopped) stops.requireFree(standby, bank);
        uint32 payee = lies.payer == 0 ? terms.beneficiary : lies.payer;
        _examinations[id][bank].status = DemandStatus.HONOURED;
        if (bank == terms.issuer) {
            _close(standby, lies, amount, DemandStatus.HONOURED);
        } else {
            lies.payer = bank;
            _standbys[standby].advanced += amount;
        }
        emit DemandHonoured(standby, id, bank, payee);
        ISettlement(terms.cash).settle(
            keccak256(abi.encode(block.chainid, address(this), id, bank)),
            PartyAccount.accountOf(bank),
            PartyAccount.accountOf(payee),
            amount,
            payment
        );
    }

    function forward(bytes32 standby, StandbyTerms calldata terms, Demand calldata contents, uint32 received)
        external
    {
        uint32 bank = _authorise(Right.EXAMINE);
        (bytes32 id, DemandRecord storage lies) =
            _with(standby, terms, contents, bank, 1 << uint8(DemandStatus.HONOURED));
        // What the issuer honoured lies where it is; it has nobody to pass it to.
        _requireConfirmer(terms, bank);
        StandbyRules.requireToday(received);
        (lies.bank, lies.received) = (terms.issuer, received);
        emit DemandForwarded(standby, id, received);
    }

    function dishonour(
        bytes32 standby,
        StandbyTerms calldata terms,
        Demand calldata contents,
        bytes32 notice,
        uint16 discrepancies
    ) external {
        uint32 bank = _authoriseTogether(Right.UNDERTAKE);
        require(discrepancies != 0, StandbysNoDiscrepancies());
        _requireCommitment(notice);
        (bytes32 id, DemandRecord storage lies) = _with(
            standby,
            terms,
            contents,
            bank,
            (1 << uint8(DemandStatus.DISCREPANT)) | (1 << uint8(DemandStatus.DISHONOURED))
                | (1 << uint8(DemandStatus.PRECLUDED))
        );
        StandbyExamination storage examination = _examinations[id][bank];
        if (examination.status != DemandStatus.DISCREPANT) {
            emit DishonourPrecluded(standby, id, bank, notice, Bar.SECOND_NOTICE);
            return;
        }
        (bool inTime, Timing timing) = _timing(examination, contents);
        if (!inTime) {
            examination.status = DemandStatus.PRECLUDED;
            emit DishonourPrecluded(standby, id, bank, notice, Bar.TOO_LATE);
            return;
        }
        examination.status = DemandStatus.DISHONOURED;
        _close(standby, lies, contents.amount, DemandStatus.DISHONOURED);
        emit Dishonoured(standby, id, bank, notice, discrepancies, timing);
    }

    function withdraw(bytes32 standby, StandbyTerms calldata terms, Demand calldata contents) external {
        uint32 party = _authoriseTogether(Right.PRESENT);
        (bytes32 id, DemandRecord storage lies) = _unpaid(standby, terms, contents);
        _requireBeneficiary(terms, party);
        _close(standby, lies, contents.amount, DemandStatus.WITHDRAWN);
        emit DemandWithdrawn(standby, id);
    }

    // ------------------------------------------------------------------ extend, amend

    function agree(bytes32 standby, StandbyTerms calldata terms, bytes32 subject) external {
        uint32 party = _acting().party();
        Standby storage record = _issued(standby, terms);
        uint8 who;
        if (party == terms.applicant) {
            _authoriseTogether(Right.PRESENT);
            who = APPLICANT_AGREES;
        } else {
            require(record.confirmed && party == terms.confirmer, StandbysNotAParty(standby, party));
            _authoriseTogether(Right.UNDERTAKE);
            who = CONFIRMER_AGREES;
        }
        require(
            _amendments[standby][subject] == AmendmentStatus.OFFERED
                || _demands[standby][subject].status == DemandStatus.LODGED,
            StandbysNothingAsked(subject)
        );
        uint8 given = _consents[standby][subject];
        require(given & who == 0, StandbysConsentedAlready(subject, party));
        _consents[standby][subject] = given | who;
        emit AgreedTo(standby, subject, party);
    }

    function extend(bytes32 standby, StandbyTerms calldata terms, Demand calldata contents) external {
        _byIssuer(terms);
        (bytes32 id, DemandRecord storage lies) = _unpaid(standby, terms, contents);
        uint32 to = contents.extendTo;
        require(to != 0, StandbysNothingAsked(id));
        Standby storage record = _standbys[standby];
        StandbyRules.requireLater(to, StandbyRules.expiry(record));
        // The beneficiary asked for extension or payment in time: once time ran out, payment is what it may have.
        uint40 seventh = _examinations[id][lies.bank].seventh;
        uint256 latest = seventh == 0 ? uint256(lies.received) * 1 days + StandbyRules.MIN_SEVENTH : seventh;
        require(block.timestamp <= latest, StandbysExtensionTooLate(id, latest));
        _requireConsents(standby, id, record.confirmed ? APPLICANT_AGREES | CONFIRMER_AGREES : APPLICANT_AGREES);
        _close(standby, lies, contents.amount, DemandStatus.RETRACTED);
        uint32 last = record.finalExpiry > to ? record.finalExpiry : to;
        uint16 version = _reset(record, to, last);
        emit Extended(standby, id, to, record.finalExpiry, version);
    }

    function amend(bytes32 standby, StandbyTerms calldata terms, StandbyAmendment calldata contents)
        external
        returns (bytes32 id)
    {
        _byIssuer(terms);
        _running(standby, terms);
        id = amendmentIdOf(standby, contents);
        AmendmentStatus status = _amendments[standby][id];
        require(
            status == AmendmentStatus.UNKNOWN, StandbysWrongAmendmentStatus(id, status, AmendmentStatus.UNKNOWN)
        );
        StandbyRules.requireAmendment(id, contents);
        _amendments[standby][id] = AmendmentStatus.OFFERED;
        emit AmendmentOffered(standby, id, contents);
    }

    function accept(bytes32 standby, StandbyTerms calldata terms, StandbyAmendment calldata contents) external {
        uint32 party = _authoriseTogether(Right.PRESENT);
        Standby storage record = _running(standby, terms);
        bytes32 id = _answer(standby, terms, party, contents, AmendmentStatus.ACCEPTED);
        if (record.confirmed) _requireConsents(standby, id, CONFIRMER_AGREES);
        StandbyRules.requireAvailable(record, contents.decrease);
        require(contents.increase <= type(uint64).max - record.amount, StandbysInvalidAmendment(id));
        record.amount = record.amount + contents.increase - contents.decrease;
        uint32 expiry = contents.expiry == 0 ? StandbyRules.expiry(record) : contents.expiry;
        uint32 last = contents.finalExpiry;
        if (last == 0) last = record.finalExpiry > expiry ? record.finalExpiry : expiry;
        require(last >= expiry, StandbysInvalidAmendment(id));
        uint16 version = _reset(record, expiry, last);
        // An end that came too soon for a notice would be extended in the same second.
        require(
            StandbyRules.expiry(record) == expiry,
            StandbysInvalidExtension(standby, record.extension, record.noticeDays)
        );
        emit AmendmentAccepted(standby, id, record.amount, expiry, record.finalExpiry, version);
    }

    function reject(bytes32 standby, StandbyTerms calldata terms, StandbyAmendment calldata contents) external {
        uint32 party = _authorise(Right.PRESENT);
        _issued(standby, terms);
        bytes32 id = _answer(standby, terms, party, contents, AmendmentStatus.REJECTED);
        emit AmendmentRejected(standby, id);
    }

    // ------------------------------------------------------------------ end

    function notifyNonExtension(bytes32 standby, StandbyTerms calldata terms, uint32 expiry, bytes32 notice)
        external
    {
        _byIssuer(terms);
        Standby storage record = _issued(standby, terms);
        _requireCommitment(notice);
        uint32 standing = StandbyRules.expiry(record);
        require(
            record.extension != 0 && !record.ends && standing < record.finalExpiry, StandbysNotExtending(standby)
        );
        require(expiry == standing, StandbysNoticeTooLate(standing, uint256(standing) - record.noticeDays));
        record.expiry = standing;
        record.ends = true;
        emit NonExtensionNotified(standby, standing, notice);
    }

    function cancel(bytes32 standby, StandbyTerms calldata terms) external {
        Standby storage record = _issued(standby, terms);
        uint32 party = _acting().party();
        uint8 who = party == terms.issuer ? ISSUER : BENEFICIARY;
        require(who == ISSUER || party == terms.beneficiary, StandbysNotAParty(standby, party));
        _authoriseTogether(who == ISSUER ? Right.UNDERTAKE : Right.PRESENT);
        require(record.open == 0, StandbysOpenDemands(standby, record.open));
        require(record.consents & who == 0, StandbysConsentedAlready(standby, party));
        record.consents |= who;
        emit StandbyCancellationAgreed(standby, party);
        if (record.consents != ISSUER | BENEFICIARY) return;
        record.status = StandbyStatus.CANCELLED;
        emit StandbyCancelled(standby);
    }

    // ------------------------------------------------------------------ an authority

    function setStopped(bytes32 standby, uint32, bool stopped) external {
        _requireBook(address(stops));
        Standby storage record = _standbys[standby];
        if (stopped) _requireIssued(standby, record.status);
        record.stopped = stopped;
    }

    // ------------------------------------------------------------------ reading

    function standbyOf(bytes32 standby) external view returns (Standby memory) {
        return _standbys[standby];
    }

    function expiryOf(bytes32 standby) external view returns (uint32) {
        return StandbyRules.expiry(_standbys[standby]);
    }

    function liabilityOf(bytes32 standby) external view returns (uint64 issuer, uint64 confirmer) {
        Standby storage record = _standbys[standby];
        if (record.status != StandbyStatus.ISSUED) return (0, 0);
        uint256 last = uint256(StandbyRules.expiry(record)) + StandbyRules.MAX_CLOSED_DAYS;
        // A day is a local matter: where it is yesterday still, a demand is not late yet.
        issuer = StandbyRules.today() <= last + 1 ? record.amount - record.honoured : record.reserved;
        if (record.confirmed) confirmer = issuer - record.advanced;
    }

    function demandOf(bytes32 standby, bytes32 id) external view returns (DemandRecord memory) {
        return _demands[standby][id];
    }

    function statusOf(bytes32 standby, bytes32 id, uint32 bank) public view returns (DemandStatus) {
        DemandRecord storage lies = _demands[standby][id];
        DemandStatus whole = lies.status;
        if (whole == DemandStatus.WITHDRAWN || whole == DemandStatus.RETRACTED) return whole;
        DemandStatus status = _examinations[id][bank].status;
        if (status != DemandStatus.UNKNOWN || lies.bank != bank) return status;
        return whole;
    }

    function examinationOf(bytes32 id, uint32 bank) external view returns (StandbyExamination memory) {
        return _examinations[id][bank];
    }

    function amendmentOf(bytes32 standby, bytes32 amendment) external view returns (AmendmentStatus) {
        return _amendments[standby][amendment];
    }

    function consentsOf(bytes32 standby, bytes32 subject) external view returns (uint8) {
        return _consents[standby][subject];
    }

    function idOf(StandbyTerms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    function demandIdOf(bytes32 standby, Demand calldata contents) public pure returns (bytes32) {
        return keccak256(abi.encode(standby, contents));
    }

    function amendmentIdOf(bytes32 standby, StandbyAmendment calldata contents) public pure returns (bytes32) {
        return keccak256(abi.encode(standby, contents));
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev The issuer acts, by two persons.
    function _byIssuer(StandbyTerms calldata terms) private view returns (uint32 bank) {
        bank = _authoriseTogether(Right.UNDERTAKE);
        _requireIssuer(terms, bank);
    }

    function _requireIssuer(StandbyTerms calldata terms, uint32 party) private pure {
        require(party == terms.issuer, StandbysNotIssuer(terms.issuer, party));
    }

    function _requireBeneficiary(StandbyTerms calldata terms, uint32 party) private pure {
        require(party == terms.beneficiary, StandbysNotBeneficiary(terms.beneficiary, party));
    }

    function _requireConfirmer(StandbyTerms calldata terms, uint32 party) private pure {
        require(party == terms.confirmer, StandbysNotConfirmer(terms.confirmer, party));
    }

    function _requireCommitment(bytes32 commitment) private pure {
        require(commitment != 0, StandbysEmptyCommitment());
    }

    function _requireTerms(bytes32 standby, StandbyTerms calldata terms) private pure {
        bytes32 hash = idOf(terms);
        require(hash == standby, StandbysOtherTerms(standby, hash));
    }

    function _requireIssued(bytes32 standby, StandbyStatus status) private pure {
        require(status == StandbyStatus.ISSUED, StandbysWrongStatus(standby, status));
    }

    /// @dev The standby of these terms, not cancelled.
    function _issued(bytes32 standby, StandbyTerms calldata terms) private view returns (Standby storage record) {
        _requireTerms(standby, terms);
        record = _standbys[standby];
        _requireIssued(standby, record.status);
    }

    /// @dev The same, while it is not expired: what is dead is not amended.
    function _running(bytes32 standby, StandbyTerms calldata terms) private view returns (Standby storage record) {
        record = _issued(standby, terms);
        uint32 expiry = StandbyRules.expiry(record);
        uint32 today = StandbyRules.today();
        require(today <= expiry + 1, StandbysExpired(expiry, today));
    }

    function _requireBank(uint32 bank) private view {
        _requireActive(bank);
        require(members.partyOf(bank).roles & (1 << uint8(Role.BANK)) != 0, StandbysNotABank(bank));
    }

    /// @dev The demand, while it lies with `bank` and stands there in one of the statuses.
    function _with(
        bytes32 standby,
        StandbyTerms calldata terms,
        Demand calldata contents,
        uint32 bank,
        uint256 allowed
    ) private view returns (bytes32 id, DemandRecord storage lies) {
        _requireTerms(standby, terms);
        id = demandIdOf(standby, contents);
        lies = _demands[standby][id];
        require(
            lies.bank == bank || lies.status == DemandStatus.UNKNOWN, StandbysNotWithBank(id, lies.bank, bank)
        );
        DemandStatus status = statusOf(standby, id, bank);
        require(allowed & (1 << uint8(status)) != 0, StandbysWrongDemandStatus(id, status, allowed));
    }

    /// @dev The demand, while it is under way and nobody has paid it.
    function _unpaid(bytes32 standby, StandbyTerms calldata terms, Demand calldata contents)
        private
        view
        returns (bytes32 id, DemandRecord storage lies)
    {
        _requireTerms(standby, terms);
        id = demandIdOf(standby, contents);
        lies = _demands[standby][id];
        require(
            lies.status == DemandStatus.LODGED,
            StandbysWrongDemandStatus(id, lies.status, 1 << uint8(DemandStatus.LODGED))
        );
        require(lies.payer == 0, StandbysAlreadyPaid(id, lies.payer));
    }

    /// @dev Ends a demand. What the confirmer paid is drawn, whether or not the issuer reimburses it: the beneficiary has it.
    function _close(bytes32 standby, DemandRecord storage lies, uint64 amount, DemandStatus status) private {
        lies.status = status;
        Standby storage record = _standbys[standby];
        record.reserved -= amount;
        --record.open;
        if (lies.payer != 0) record.advanced -= amount;
        if (lies.payer != 0 || status == DemandStatus.HONOURED) record.honoured += amount;
    }

    /// @dev Whether a notice of dishonour given now takes effect, and how it then came.
    function _timing(StandbyExamination storage examination, Demand calldata contents)
        private
        view
        returns (bool inTime, Timing timing)
    {
        // Who asks for extension or payment consents to the longest time there is (3.09 b iv).
        uint40 safe = contents.extendTo == 0 ? examination.third : examination.seventh;
        if (block.timestamp <= safe) return (true, Timing.WITHIN_THREE);
        if (block.timestamp <= examination.seventh) return (true, Timing.WITHIN_SEVEN);
        return (contents.presented > examination.lastDay, Timing.AFTER_EXPIRY);
    }

    function _requireConsents(bytes32 standby, bytes32 subject, uint8 needed) private view {
        uint8 missing = needed & ~_consents[standby][subject];
        require(missing == 0, StandbysConsentMissing(subject, missing));
    }

    /// @dev The beneficiary's answer to an offer, given once.
    function _answer(
        bytes32 standby,
        StandbyTerms calldata terms,
        uint32 party,
        StandbyAmendment calldata contents,
        AmendmentStatus answer
    ) private returns (bytes32 id) {
        _requireBeneficiary(terms, party);
        id = amendmentIdOf(standby, contents);
        AmendmentStatus status = _amendments[standby][id];
        require(
            status == AmendmentStatus.OFFERED, StandbysWrongAmendmentStatus(id, status, AmendmentStatus.OFFERED)
        );
        _amendments[standby][id] = answer;
    }

    /// @dev From now on it expires then, and extensions count from there. Without extensions the two are one.
    function _reset(Standby storage record, uint32 expiry, uint32 last) private returns (uint16 version) {
        record.expiry = expiry;
        record.finalExpiry = record.extension == 0 ? expiry : last;
        version = ++record.version;
    }
}
