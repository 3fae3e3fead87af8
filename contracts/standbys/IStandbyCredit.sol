// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IStoppable} from "../stops/IStoppable.sol";

/// @notice ISSUED binds the issuer; whether it is expired or drawn in full is read, never recorded. CANCELLED takes no more steps.
enum StandbyStatus {
    UNKNOWN,
    ISSUED,
    CANCELLED
}

/// @notice How a demand stands with one bank. LODGED waits for examination; COMPLYING, DISCREPANT are what that bank found; WAIVED
/// is the issuer's decision to honour all the same (ISP98 3.11, 5.05); PRECLUDED came of a notice of dishonour that was too late
/// (5.03); HONOURED it has paid. Of the demand as a whole: LODGED while it is under way, HONOURED once the issuer took it up,
/// DISHONOURED, WITHDRAWN by the beneficiary, RETRACTED by the extension that it asked for (3.09 b iii).
enum DemandStatus {
    UNKNOWN,
    LODGED,
    COMPLYING,
    DISCREPANT,
    WAIVED,
    PRECLUDED,
    HONOURED,
    DISHONOURED,
    WITHDRAWN,
    RETRACTED
}

enum AmendmentStatus {
    UNKNOWN,
    OFFERED,
    ACCEPTED,
    REJECTED
}

/// @notice When an effective notice of dishonour came. WITHIN_THREE business days is not unreasonable (ISP98 5.01 a i), nor is
/// anything within seven where extend or pay was asked (3.09 b iv); WITHIN_SEVEN is for others to judge; AFTER_EXPIRY came later
/// still, and holds because the demand itself came after expiry (5.04).
enum Timing {
    WITHIN_THREE,
    WITHIN_SEVEN,
    AFTER_EXPIRY
}

/// @notice Why a notice of dishonour takes no effect.
enum Bar {
    TOO_LATE,
    SECOND_NOTICE
}

/// @notice The terms that the chain enforces. Dates are days since 1970-01-01, UTC. `amount` is in minor units of `cash`.
/// `confirmer` is asked to confirm, 0 none. `expiry` moves by `extension` days at a time, up to `finalExpiry`, unless the issuer
/// says at least `noticeDays` before that it does not extend (ISP98 2.06 a); `extension` 0 is none, and then the two expiries are
/// one. `partialDrawings` and `multipleDrawings` are as the standby says (3.08). `documents` is the salted commitment to the
/// statement and documents that a demand needs, `text` to the whole wording; it makes the hash of these terms impossible to guess.
struct StandbyTerms {
    uint32 issuer;
    uint32 applicant;
    uint32 beneficiary;
    uint32 confirmer;
    address cash;
    uint64 amount;
    uint32 issued;
    uint32 expiry;
    uint32 finalExpiry;
    uint16 extension;
    uint16 noticeDays;
    bool partialDrawings;
    bool multipleDrawings;
    bytes32 documents;
    bytes32 text;
}

/// @notice A standby as it stands. `amount` as amended; `reserved` is under demand, with whatever bank; `advanced` is the part of it
/// that the confirmer has paid; `honoured` is drawn for good. `expiry` is the last one set: extensions count from it, unless `ends`,
/// by the issuer's notice. `open` counts demands under way, `version` the amendments and extensions that took effect. `consents`
/// says who agreed to cancel (1 issuer, 2 beneficiary). `stopped`: an authority's order stands, and the book of orders says which bank it
/// forbids to pay.
struct Standby {
    StandbyStatus status;
    uint8 consents;
    bool confirmed;
    bool ends;
    bool stopped;
    uint16 open;
    uint16 version;
    uint16 extension;
    uint16 noticeDays;
    uint32 expiry;
    uint32 finalExpiry;
    uint64 amount;
    uint64 reserved;
    uint64 advanced;
    uint64 honoured;
}

/// @notice A demand for payment, to `bank`: `amount` in minor units, `presented` the day of presentation, `extendTo` the expiry that
/// is asked for instead, 0 where only payment is (ISP98 3.09). `documents` is the salted commitment to what is presented.
struct Demand {
    uint32 bank;
    uint64 amount;
    uint32 presented;
    uint32 extendTo;
    bytes32 documents;
}

/// @notice Where a demand is. `bank` has it, since the day `received`; `payer` is the confirmer that paid and is to be reimbursed,
/// else 0. `expiry` and `version` are those of the standby when it was presented.
struct DemandRecord {
    DemandStatus status;
    uint32 bank;
    uint32 payer;
    uint32 received;
    uint32 expiry;
    uint16 version;
}

/// @notice What a bank found, by when, and by which calendar. `third` and `seventh` are close of business on the third and seventh
/// business day following the one on which that bank received the demand (ISP98 5.01), in seconds; `lastDay` is the expiry, moved
/// to an open day of the place where it was presented (3.13); `calendar` is the hash of the branch's calendar that all were taken from.
struct StandbyFinding {
    bool complies;
    uint40 third;
    uint40 seventh;
    uint32 lastDay;
    bytes32 calendar;
}

struct StandbyExamination {
    DemandStatus status;
    bool complies;
    uint40 third;
    uint40 seventh;
    uint32 lastDay;
    uint40 examined;
}

/// @notice What the issuer offers to change: one of `increase` and `decrease` in minor units, expiries, each 0 for unchanged, and
/// whatever else the text says, to which `text` is the salted commitment. `number` tells amendments apart, from 1.
struct StandbyAmendment {
    uint16 number;
    uint64 increase;
    uint64 decrease;
    uint32 expiry;
    uint32 finalExpiry;
    bytes32 text;
}

/// @title IStandbyCredit: standby letters of credit under ISP98.
/// @notice A standby's id is the hash of its terms as issued, a demand's the hash of standby and contents; both come with each call.
/// What changes afterwards stands beside them and is read with `standbyOf`. The expiry is computed from terms and notices at every
/// moment: nothing is extended, ended or paid by a timer, and nothing pays on silence.
///
/// Trust: an examiner is trusted to name the days that its branch's calendar gives, within bounds that the chain knows; an authority to
/// stop what the law orders, and nothing else.
interface IStandbyCredit is IStoppable {
    event StandbyIssued(bytes32 indexed standby, StandbyTerms terms);
    event StandbyConfirmed(bytes32 indexed standby, uint32 indexed bank, uint64 amount);
    event Demanded(bytes32 indexed standby, bytes32 indexed demand, uint32 expiry, uint16 version, Demand contents);
    event DemandExamined(
        bytes32 indexed standby, bytes32 indexed demand, uint32 indexed bank, StandbyFinding finding
    );
    event DemandWaived(bytes32 indexed standby, bytes32 indexed demand);
    /// @dev By the issuer this ends the demand. `payee` is the beneficiary, or the confirmer that is reimbursed.
    event DemandHonoured(bytes32 indexed standby, bytes32 indexed demand, uint32 indexed bank, uint32 payee);
    event DemandForwarded(bytes32 indexed standby, bytes32 indexed demand, uint32 received);
    event Dishonoured(
        bytes32 indexed standby,
        bytes32 indexed demand,
        uint32 indexed bank,
        bytes32 notice,
        uint16 discrepancies,
        Timing timing
    );
    /// @dev A notice that came too late or second: on record, without effect.
    event DishonourPrecluded(
        bytes32 indexed standby, bytes32 indexed demand, uint32 indexed bank, bytes32 notice, Bar reason
    );
    event DemandWithdrawn(bytes32 indexed standby, bytes32 indexed demand);
    /// @dev `subject` is an amendment, or a demand that asks for an extension.
    event AgreedTo(bytes32 indexed standby, bytes32 indexed subject, uint32 indexed party);
    event Extended(bytes32 indexed standby, bytes32 indexed demand, uint32 expiry, uint32 finalExpiry, uint16 version);
    event AmendmentOffered(bytes32 indexed standby, bytes32 indexed amendment, StandbyAmendment contents);
    /// @dev With the standby's figures as they are from now on.
    event AmendmentAccepted(
        bytes32 indexed standby,
        bytes32 indexed amendment,
        uint64 amount,
        uint32 expiry,
        uint32 finalExpiry,
        uint16 version
    );
    event AmendmentRejected(bytes32 indexed standby, bytes32 indexed amendment);
    /// @dev The standby ends at `expiry`.
    event NonExtensionNotified(bytes32 indexed standby, uint32 expiry, bytes32 notice);
    event StandbyCancellationAgreed(bytes32 indexed standby, uint32 indexed party);
    event StandbyCancelled(bytes32 indexed standby);

    error StandbysAlreadyIssued(bytes32 standby);
    error StandbysInvalidTerms(bytes32 standby, uint64 amount, uint32 issued, uint32 expiry, uint32 finalExpiry);
    error StandbysInvalidExtension(bytes32 standby, uint16 extension, uint16 noticeDays);
    error StandbysNotABank(uint32 party);
    error StandbysNotIssuer(uint32 issuer, uint32 party);
    error StandbysNotConfirmer(uint32 confirmer, uint32 party);
    error StandbysNotBeneficiary(uint32 beneficiary, uint32 party);
    error StandbysNotAParty(bytes32 standby, uint32 party);
    error StandbysOtherTerms(bytes32 standby, bytes32 terms);
    error StandbysWrongStatus(bytes32 standby, StandbyStatus status);
    error StandbysExpired(uint32 expiry, uint32 today);
    error StandbysConfirmedAlready(bytes32 standby);
    error StandbysNotAPlaceOfPresentation(bytes32 standby, uint32 bank);
    error StandbysDateNotToday(uint32 given, uint32 today);
    error StandbysZeroAmount();
    error StandbysOverdrawn(uint64 amount, uint64 available);
    error StandbysPartialNotAllowed(uint64 amount, uint64 available);
    error StandbysMultipleNotAllowed(bytes32 standby);
    /// @dev What is asked for, or offered, does not come after what there is.
    error StandbysNotAnExtension(uint32 asked, uint32 expiry);
    error StandbysNothingAsked(bytes32 demand);
    /// @dev The demand lies with `bank`.
    error StandbysNotWithBank(bytes32 demand, uint32 bank, uint32 party);
    /// @dev `allowed` is a bitmap of statuses.
    error StandbysWrongDemandStatus(bytes32 demand, DemandStatus status, uint256 allowed);
    error StandbysAlreadyPaid(bytes32 demand, uint32 payer);
    error StandbysDeadlineOutOfRange(uint40 deadline, uint256 earliest, uint256 latest);
    error StandbysLastDayOutOfRange(uint32 lastDay, uint256 earliest, uint256 latest);
    error StandbysLatePresentation(uint32 presented, uint32 lastDay);
    error StandbysNoDiscrepancies();
    error StandbysExtensionTooLate(bytes32 demand, uint256 latest);
    /// @dev `missing` is 1 for the applicant, 2 for the confirmer, 3 for both.
    error StandbysConsentMissing(bytes32 subject, uint8 missing);
    error StandbysConsentedAlready(bytes32 subject, uint32 party);
    error StandbysWrongAmendmentStatus(bytes32 amendment, AmendmentStatus status, AmendmentStatus allowed);
    error StandbysInvalidAmendment(bytes32 amendment);
    /// @dev It is extended already, or never was to be: the expiry now, and the last day for a notice.
    error StandbysNoticeTooLate(uint32 expiry, uint256 lastDay);
    error StandbysNotExtending(bytes32 standby);
    error StandbysOpenDemands(bytes32 standby, uint16 open);
    error StandbysEmptyCommitment();

    /// @notice The issuer undertakes (ISP98 2.01). Two persons, unless within its limit.
    function issue(StandbyTerms calldata terms) external returns (bytes32 standby);

    /// @notice The bank that is asked to adds its own undertaking, to the standby as it stands. Two persons, unless within its limit.
    function confirm(bytes32 standby, StandbyTerms calldata terms) external;

    /// @notice The beneficiary demands payment, or with `extendTo` extension or payment (3.09). The amount is reserved.
    function demand(bytes32 standby, StandbyTerms calldata terms, Demand calldata contents)
        external
        returns (bytes32 id);

    /// @notice The bank that has the demand records what its examiner found (4.01), once.
    function examine(
        bytes32 standby,
        StandbyTerms calldata terms,
        Demand calldata contents,
        StandbyFinding calldata finding
    ) external;

    /// @notice The issuer takes up a discrepant demand (3.11, 5.05). Always two persons.
    function waive(bytes32 standby, StandbyTerms calldata terms, Demand calldata contents) external;

    /// @notice The bank that has the demand pays the beneficiary (2.01), or reimburses the confirmer that has (8.01). Two persons, unless
    /// within its limit. @param payment opaque to the standby, passed to its cash.
    function honour(
        bytes32 standby,
        StandbyTerms calldata terms,
        Demand calldata contents,
        bytes calldata payment
    ) external;

    /// @notice The confirmer passes on to the issuer what it has honoured. The issuer's time counts from `received`.
    function forward(bytes32 standby, StandbyTerms calldata terms, Demand calldata contents, uint32 received)
        external;

    /// @notice The one notice of dishonour, with every discrepancy (5.01, 5.02). Always two persons. A late or second one is recorded and
    /// takes no effect (5.03), unless the demand came after expiry (5.04).
    /// @param notice salted commitment to the notice. @param discrepancies how many it lists, at least 1.
    function dishonour(
        bytes32 standby,
        StandbyTerms calldata terms,
        Demand calldata contents,
        bytes32 notice,
        uint16 discrepancies
    ) external;

    /// @notice The beneficiary takes back a demand that nobody has paid; it may demand again while the standby runs (3.07). Two persons.
    function withdraw(bytes32 standby, StandbyTerms calldata terms, Demand calldata contents) external;

    /// @notice The applicant approves, or the confirmer joins: an amendment on offer, or the extension that a demand asks for. Two persons.
    function agree(bytes32 standby, StandbyTerms calldata terms, bytes32 subject) external;

    /// @notice The issuer extends to the day that the demand asks for, which retracts the demand (3.09 b). It takes the applicant's approval,
    /// the confirmer's agreement where one has confirmed, two persons, and a time at which dishonour would not be late.
    function extend(bytes32 standby, StandbyTerms calldata terms, Demand calldata contents) external;

    /// @notice The issuer offers an amendment and is bound by it (2.06 b). Always two persons.
    function amend(bytes32 standby, StandbyTerms calldata terms, StandbyAmendment calldata contents)
        external
        returns (bytes32 amendment);

    /// @notice The beneficiary accepts a whole amendment (2.06 c, d), which a bank that confirmed has joined. Two persons.
    function accept(bytes32 standby, StandbyTerms calldata terms, StandbyAmendment calldata contents) external;

    /// @notice The beneficiary rejects an amendment, which ends the offer.
    function reject(bytes32 standby, StandbyTerms calldata terms, StandbyAmendment calldata contents) external;

    /// @notice The issuer says that it does not extend beyond `expiry`, at least `noticeDays` before it. Always two persons.
    /// @param notice salted commitment to the notice.
    function notifyNonExtension(bytes32 standby, StandbyTerms calldata terms, uint32 expiry, bytes32 notice) external;

    /// @notice Agree to cancel (7.01): issuer and beneficiary, each by two persons, while no demand is under way.
    function cancel(bytes32 standby, StandbyTerms calldata terms) external;

    function standbyOf(bytes32 standby) external view returns (Standby memory);

    /// @return The last day of the standby as of now, with the extensions that nobody has prevented; closed days not counted.
    function expiryOf(bytes32 standby) external view returns (uint32);

    /// @return issuer the most that the issuer may still have to pay. @return confirmer the same of the bank that confirmed. In full while
    /// a demand can be made, which is ten closed days after expiry; then what is under demand.
    function liabilityOf(bytes32 standby) external view returns (uint64 issuer, uint64 confirmer);

    /// @return Of the demand as a whole, and where it lies.
    function demandOf(bytes32 standby, bytes32 id) external view returns (DemandRecord memory);

    /// @return How it stands with `bank`; UNKNOWN where it never was there.
    function statusOf(bytes32 standby, bytes32 id, uint32 bank) external view returns (DemandStatus);

    function examinationOf(bytes32 id, uint32 bank) external view returns (StandbyExamination memory);

    function amendmentOf(bytes32 standby, bytes32 amendment) external view returns (AmendmentStatus);

    /// @return 1 where the applicant agreed, 2 where the confirmer did, 3 both.
    function consentsOf(bytes32 standby, bytes32 subject) external view returns (uint8);

    function idOf(StandbyTerms calldata terms) external pure returns (bytes32);

    function demandIdOf(bytes32 standby, Demand calldata contents) external pure returns (bytes32);

    function amendmentIdOf(bytes32 standby, StandbyAmendment calldata contents) external pure returns (bytes32);
}
