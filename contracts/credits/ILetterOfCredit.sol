// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IStoppable} from "../stops/IStoppable.sol";
import {IClauseBook} from "./IClauseBook.sol";
import {IProceedsBook} from "./IProceedsBook.sol";

/// @notice ISSUED binds the issuing bank; ADVISED has reached the beneficiary; EXHAUSTED is drawn in full, or once where
/// partial drawings are not allowed; EXPIRED and CANCELLED take no more presentations.
enum CreditStatus {
    UNKNOWN,
    ISSUED,
    ADVISED,
    EXHAUSTED,
    EXPIRED,
    CANCELLED
}

/// @notice How a presentation stands with one bank. LODGED lies there and waits for examination; COMPLYING, DISCREPANT are
/// what that bank found; WAIVED is the issuing bank's decision to take up discrepant documents; PRECLUDED came of a refusal that
/// was too late (UCP 600 art. 16f); HONOURED it has paid, negotiated or undertaken to pay at maturity. Of the presentation as a
/// whole: LODGED while it is under way, HONOURED once the issuing bank took it up, or refused it after one that had confirmed
/// paid; REFUSED, WITHDRAWN.
enum PresentationStatus {
    UNKNOWN,
    LODGED,
    COMPLYING,
    DISCREPANT,
    WAIVED,
    PRECLUDED,
    HONOURED,
    REFUSED,
    WITHDRAWN
}

/// @notice How the credit is used (UCP 600 art. 6b; the words of field 41a).
enum Availability {
    SIGHT_PAYMENT,
    DEFERRED_PAYMENT,
    ACCEPTANCE,
    NEGOTIATION,
    MIXED_PAYMENT
}

/// @notice From when the days of a tenor count; the day itself is not counted (UCP 600 art. 3).
enum Usance {
    SIGHT,
    SHIPMENT,
    INVOICE
}

/// @notice UCP 600 alone, or with its supplement for electronic presentation.
enum Rules {
    UCP_600,
    EUCP_2_1
}

/// @notice Whether the bank that is asked to confirm has: CONFIRMED adds its own undertaking (UCP 600 art. 8), DECLINED says that
/// it does not (art. 8d).
enum Confirmation {
    NONE,
    CONFIRMED,
    DECLINED
}

/// @notice How the amount of a drawing is committed to. SALTED_HASH: the hash of amount and salt, beside the plain amount.
enum Scheme {
    SALTED_HASH
}

/// @notice What the refusing bank does with the documents (UCP 600 art. 16c iii): HOLD for the presenter's instructions,
/// NOTIFY holds until a waiver or instructions, RETURN sends them back, PREVINST follows earlier instructions.
enum Disposal {
    HOLD,
    NOTIFY,
    RETURN,
    PREVINST
}

/// @notice Why a notice of refusal takes no effect.
enum Preclusion {
    TOO_LATE,
    SECOND_NOTICE
}

/// @notice A part of every drawing: `percent` of it, due `numberOfDays` after the day that `from` names; 0 days after SIGHT is at
/// sight.
struct Tenor {
    uint8 percent;
    Usance from;
    uint16 numberOfDays;
}

/// @notice The terms that the chain enforces. Dates are days since 1970-01-01. `amount` is in minor units of `cash`, with
/// `tolerancePlus` and `toleranceMinus` in percent. `latestShipment` 0 means none; `presentationDays` are calendar days after
/// shipment (UCP 600 art. 14c). `nominatedBank` is where the credit is available, 0 any bank (art. 6a); `confirmingBank` is
/// asked to confirm, 0 none. `tenors` are empty where all is paid at sight, else their percents sum to 100.
/// `titleToApplicant` says who gets the bills at honour: the applicant, or the issuing bank. `clauses` is the hash of what only
/// some credits have (`Clauses`), 0 for none. `document` is the salted commitment to the whole text; it makes the
/// hash of these terms impossible to guess.
struct CreditTerms {
    uint32 issuingBank;
    uint32 applicant;
    uint32 beneficiary;
    uint32 advisingBank;
    uint32 nominatedBank;
    uint32 confirmingBank;
    address cash;
    uint64 amount;
    uint8 tolerancePlus;
    uint8 toleranceMinus;
    uint32 issued;
    uint32 expiry;
    uint32 latestShipment;
    uint16 presentationDays;
    Rules rules;
    Availability availability;
    Tenor[] tenors;
    bool partialDrawings;
    bool titleToApplicant;
    bytes32 clauses;
    bytes32 document;
}

/// @notice A credit's balance. `drawable` is the amount with its upper tolerance; `reserved` is under presentation, with whatever
/// bank it lies; `honoured` was taken up by the issuing bank, or paid by one that had confirmed, all in minor units; `open` counts
/// presentations under way. `version` counts the amendments that were accepted: 0 while the hash of the terms is the credit's id.
/// `partialDrawings` is as in the operative terms. `stopped`: an authority's order stands, and the book of orders says whom it
/// forbids to pay; of a transferred credit always, for an order may stand against the one that it came from. `claused`: the terms
/// have clauses. `divided`: the book of proceeds says who has a share of what is paid.
struct Credit {
    CreditStatus status;
    bool partialDrawings;
    bool stopped;
    bool claused;
    bool divided;
    uint8 version;
    uint16 open;
    uint64 drawable;
    uint64 reserved;
    uint64 honoured;
}

/// @notice What is presented, and to which `bank`. `bills` go into the credit's keeping; `documents` is the salted commitment to
/// everything presented; `amount` is drawn, in minor units, and `drawing` its salted commitment by `scheme`; `shipped` is
/// the on-board date, `invoiced` that of the invoice (0: none), `presented` the day of presentation.
struct Presentation {
    uint32 bank;
    bytes32[] bills;
    bytes32 documents;
    uint64 amount;
    Scheme scheme;
    bytes32 drawing;
    uint32 shipped;
    uint32 invoiced;
    uint32 presented;
}

/// @notice From which days the days of a drawing's tenors count; see `Presentation`.
struct Days {
    uint32 presented;
    uint32 shipped;
    uint32 invoiced;
}

/// @notice Where a presentation is on its way through the banks. `bank` has the documents, since the day `received`; `payer`
/// is the bank that honoured or negotiated and is to be reimbursed, 0 while the beneficiary is to be paid.
struct Passage {
    PresentationStatus status;
    uint32 bank;
    uint32 payer;
    uint32 received;
}

/// @notice What the examining bank found, by when, and by which calendar. `deadline` is close of business on the fifth banking day
/// following the day on which that bank received the documents (UCP 600 art. 14b), in seconds; `lastDay` is the last day for
/// this presentation (arts. 6d, 14c), moved to an open day by art. 29;
/// `calendar` is the hash of the branch's calendar that both were taken from.
struct Finding {
    bool complies;
    uint40 deadline;
    uint32 lastDay;
    bytes32 calendar;
}

/// @notice One bank's examination of one presentation, and how it stands with that bank.
struct Examination {
    PresentationStatus status;
    bool complies;
    uint40 deadline;
    uint32 lastDay;
    uint40 examined;
}

/// @title ILetterOfCredit: irrevocable credits under UCP 600.
/// @notice A credit's id is the hash of its terms as issued, a presentation's id the hash of credit, terms and contents: every
/// side computes them, none can drift. Terms and contents come with each call. Banks deal in documents (art. 5): the
/// chain knows that they were presented, and checks only what is plain in signed numbers and dates. Each bank that acts examines
/// for itself (art. 14a): the one presented to, and each that the documents are passed on to. Nothing pays on silence or by a
/// timer: persons honour, two of them.
interface ILetterOfCredit is IStoppable {
    event CreditIssued(bytes32 indexed credit, CreditTerms terms);
    event CreditAdvised(bytes32 indexed credit);
    /// @dev `terms` is the hash of the terms that it is presented under, and examined against by every bank.
    event Presented(bytes32 indexed credit, bytes32 indexed presentation, bytes32 terms, Presentation contents);
    event Examined(bytes32 indexed credit, bytes32 indexed presentation, uint32 indexed bank, Finding finding);
    event Waived(bytes32 indexed credit, bytes32 indexed presentation);
    /// @dev By the issuing bank this ends the presentation. `payee` is the beneficiary, or the bank that is reimbursed.
    event Honoured(bytes32 indexed credit, bytes32 indexed presentation, uint32 indexed bank, uint32 payee);
    event Negotiated(bytes32 indexed credit, bytes32 indexed presentation, uint32 indexed bank, uint64 price);
    event Forwarded(
        bytes32 indexed credit, bytes32 indexed presentation, uint32 indexed bank, uint32 to, uint32 received
    );
    /// @dev The bills go back to the beneficiary, or to the bank that had paid. What a bank that confirmed had paid is drawn.
    event Refused(
        bytes32 indexed credit,
        bytes32 indexed presentation,
        uint32 indexed bank,
        bytes32 notice,
        uint16 discrepancies,
        Disposal disposal
    );
    /// @dev A notice that came too late or second: on record, without effect (art. 16).
    event RefusalPrecluded(
        bytes32 indexed credit, bytes32 indexed presentation, uint32 indexed bank, bytes32 notice, Preclusion reason
    );
    event Withdrawn(bytes32 indexed credit, bytes32 indexed presentation);
    /// @dev `terms` are operative now. `answer` says whether the confirmation of those before was extended to them; NONE where
    /// those were not confirmed.
    event CreditAmended(bytes32 indexed credit, bytes32 indexed terms, uint64 drawable, Confirmation answer);
    /// @dev What its clauses say may be drawn, is reserved and drawn, at issue and whenever that changes; in minor units.
    event CreditAdjusted(bytes32 indexed credit, uint64 drawable, uint64 reserved, uint64 honoured);

    error CreditsAlreadyIssued(bytes32 credit);
    error CreditsNotIssuingBank(uint32 issuingBank, uint32 party);
    error CreditsNotAdvisingBank(uint32 advisingBank, uint32 party);
    error CreditsNotConfirmingBank(uint32 confirmingBank, uint32 party);
    error CreditsNotBeneficiary(uint32 beneficiary, uint32 party);
    error CreditsNotAParty(bytes32 credit, uint32 party);
    /// @dev The documents lie with `bank`.
    error CreditsNotWithBank(bytes32 presentation, uint32 bank, uint32 party);
    /// @dev `terms` is the hash of terms that are not the credit's operative ones.
    error CreditsOtherTerms(bytes32 credit, bytes32 terms);
    /// @dev `allowed` is a bitmap of statuses.
    error CreditsWrongStatus(bytes32 credit, CreditStatus status, uint256 allowed);
    error CreditsWrongPresentationStatus(bytes32 presentation, PresentationStatus status, uint256 allowed);
    error CreditsInvalidTerms(bytes32 credit, uint64 amount, uint32 issued, uint32 expiry, uint32 latestShipment);
    /// @dev Banks, availability and tenors do not go together.
    error CreditsInvalidAvailability(bytes32 credit, Availability availability);
    error CreditsConfirmationAnswered(bytes32 credit, Confirmation answer);
    /// @dev Documents are presented to a nominated, a confirming or the issuing bank, and passed on to the latter two.
    error CreditsNotAPlaceOfPresentation(bytes32 credit, uint32 bank);
    error CreditsNotForNegotiation(Availability availability);
    /// @dev As many due dates as parts that are not at sight.
    error CreditsDuesMissing(uint256 given, uint256 needed);
    error CreditsDueOutOfRange(uint32 due, uint256 earliest, uint256 latest);
    error CreditsPriceOutOfRange(uint64 price, uint64 amount);
    error CreditsDateNotToday(uint32 given, uint32 today);
    error CreditsExpired(uint32 expiry, uint32 presented);
    error CreditsNotExpired(uint32 expiry, uint32 today);
    error CreditsOverdrawn(uint64 amount, uint64 available);
    error CreditsZeroAmount();
    error CreditsPartialNotAllowed(bytes32 credit);
    error CreditsLateShipment(uint32 shipped, uint32 latestShipment);
    error CreditsLatePresentation(uint32 presented, uint32 lastDay);
    error CreditsDeadlineOutOfRange(uint40 deadline, uint256 earliest, uint256 latest);
    error CreditsLastDayOutOfRange(uint32 lastDay, uint32 earliest, uint32 latest);
    error CreditsNoDiscrepancies();
    error CreditsOpenPresentations(bytes32 credit, uint16 open);
    /// @dev A bank has honoured or negotiated: what it paid for is no longer the beneficiary's to take back.
    error CreditsAlreadyPaid(bytes32 presentation, uint32 payer);

    /// @notice The issuing bank undertakes (art. 7). Two persons, unless within its limit.
    function issue(CreditTerms calldata terms) external returns (bytes32 credit);

    /// @notice The advising bank is satisfied of the credit's authenticity and passes it on (art. 9).
    function advise(bytes32 credit, CreditTerms calldata terms) external;

    /// @notice For the book of confirmations: what the bank that is asked to confirm these operative terms answers (art. 8).
    /// @param terms their hash. @param answer CONFIRMED or DECLINED.
    function setConfirmation(bytes32 credit, bytes32 terms, Confirmation answer) external;

    /// @notice The beneficiary presents to a bank; the bills go into keeping and the amount is reserved. Where `terms` are what a
    /// pending amendment makes of the operative ones, it has accepted that (art. 10c). Under eUCP this is the notice
    /// of completeness: records that arrived before it were not presented yet (art. e7).
    function present(bytes32 credit, CreditTerms calldata terms, Presentation calldata presentation)
        external
        returns (bytes32 id);

    /// @notice The bank that has the documents records what its examiner found (art. 14). Whoever finds late shipment or presentation
    /// complying is refused.
    function examine(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        Finding calldata finding
    ) external;

    /// @notice The issuing bank takes up discrepant documents (art. 16b). Always two persons.
    function waive(bytes32 credit, CreditTerms calldata terms, Presentation calldata presentation) external;

    /// @notice The bank that has the documents pays the beneficiary (arts. 7a, 8a), or reimburses the bank that has paid (arts. 7c, 8c):
    /// what is at sight now, the rest by an obligation that it incurs until maturity. The issuing bank takes the bills over with
    /// it. Two persons, unless within the bank's limit.
    /// @param dues the due date of each part that is not at sight, in their order, in days since 1970-01-01.
    /// @param payment opaque to the credit, passed to its cash.
    function honour(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        uint32[] calldata dues,
        bytes calldata payment
    ) external;

    /// @notice A nominated bank buys the beneficiary's complying documents of a credit available by negotiation (art. 2), at
    /// `price`, in minor units, at most the drawing. Two persons, unless within the bank's limit.
    function negotiate(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        uint64 price,
        bytes calldata payment
    ) external;

    /// @notice A nominated bank passes the documents on to a confirming or the issuing bank, honoured or not; a confirming bank once
    /// it has honoured. The receiving bank's time counts from `received`, the day on which they are passed on.
    function forward(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        uint32 to,
        uint32 received
    ) external;

    /// @notice The one notice of refusal, with every discrepancy (art. 16c-d), of the bank that has the documents; the bills go back.
    /// Always two persons. A second notice, or a late one of an issuing or confirming bank, is recorded and takes no effect.
    /// @param notice salted commitment to the notice. @param discrepancies how many it lists, at least 1.
    function refuse(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        bytes32 notice,
        uint16 discrepancies,
        Disposal disposal
    ) external;

    /// @notice The beneficiary takes back what nobody has paid or refused; its bills come back.
    function withdraw(bytes32 credit, CreditTerms calldata terms, Presentation calldata presentation) external;

    /// @notice For the book of amendments: the beneficiary has accepted, and the operative terms are those of this hash. Refused
    /// where they would take away what was drawn or is under presentation.
    /// @param drawable their amount with its upper tolerance, in minor units. @param answer see `CreditAmended`.
    function adopt(bytes32 credit, bytes32 terms, uint64 drawable, bool partialDrawings, Confirmation answer)
        external;

    /// @notice For the book of clauses: what this credit's balance is from now on, in minor units. One that was exhausted, and is not by
    /// this balance, is running again: advised.
    function adjust(bytes32 credit, uint64 drawable, uint64 reserved, uint64 honoured) external;

    /// @notice For the book of clauses: a credit that was transferred from another, advised with it (art. 38). Whatever order
    /// stands against `from` stands against it too.
    /// @param drawable its amount with the upper tolerance, in minor units. @param answer what the confirming bank has said of these terms.
    function open(bytes32 from, CreditTerms calldata terms, uint64 drawable, Confirmation answer) external;

    /// @notice For the book of proceeds: others than the payee have a share of what is paid under this credit.
    function setDivided(bytes32 credit) external;

    /// @notice For the book of ends: this running credit, with nothing under presentation, has ended.
    /// @param how EXPIRED or CANCELLED.
    function setEnded(bytes32 credit, CreditStatus how) external;

    /// @return The one that these credits were deployed with.
    function clauses() external view returns (IClauseBook);

    /// @return The book that this version of credits asks who has a share of a payment.
    function proceeds() external view returns (IProceedsBook);

    function creditOf(bytes32 credit) external view returns (Credit memory);

    /// @return The hash of the terms that every step on the credit comes with; those of a presentation stay those that it was
    /// made under.
    function operativeOf(bytes32 credit) external view returns (bytes32);

    /// @return Of the presentation as a whole: LODGED, HONOURED, REFUSED or WITHDRAWN, and where it lies.
    function passageOf(bytes32 presentation) external view returns (Passage memory);

    /// @return How it stands with `bank`; UNKNOWN where the documents never were there.
    function statusOf(bytes32 presentation, uint32 bank) external view returns (PresentationStatus);

    function examinationOf(bytes32 presentation, uint32 bank) external view returns (Examination memory);

    function confirmationOf(bytes32 credit, bytes32 terms) external view returns (Confirmation);

    function idOf(CreditTerms calldata terms) external pure returns (bytes32);

    /// @param terms hash of the terms that it is presented under.
    function presentationIdOf(bytes32 credit, bytes32 terms, Presentation calldata presentation)
        external
        pure
        returns (bytes32);
}
