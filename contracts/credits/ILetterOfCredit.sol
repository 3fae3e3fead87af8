// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

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

/// @notice LODGED waits for examination; COMPLYING, DISCREPANT are the examiner's finding; WAIVED is the bank's decision to
/// take up discrepant documents; PRECLUDED came of a refusal that was too late (UCP 600 art. 16f).
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

/// @notice The terms that the chain enforces. Dates are days since 1970-01-01. `amount` is in minor units of `cash`, with
/// `tolerancePlus` and `toleranceMinus` in percent. `latestShipment` 0 means none; `presentationDays` are calendar days after
/// shipment (UCP 600 art. 14c). `titleToApplicant` says who gets the bills at honour: the applicant, or the issuing bank.
/// `document` is the salted commitment to the whole text; it makes the hash of these terms impossible to guess.
struct CreditTerms {
    uint32 issuingBank;
    uint32 applicant;
    uint32 beneficiary;
    uint32 advisingBank;
    address cash;
    uint64 amount;
    uint8 tolerancePlus;
    uint8 toleranceMinus;
    uint32 issued;
    uint32 expiry;
    uint32 latestShipment;
    uint16 presentationDays;
    bool partialDrawings;
    bool titleToApplicant;
    bytes32 document;
}

/// @notice A credit as it stands. `drawable` is the amount with its upper tolerance; `reserved` is under presentation,
/// `honoured` paid, all in minor units. `consents` says who agreed to cancel (1 issuing bank, 2 beneficiary).
struct Credit {
    uint32 issuingBank;
    uint32 applicant;
    uint32 beneficiary;
    uint32 advisingBank;
    CreditStatus status;
    uint8 consents;
    uint16 presentationDays;
    bool partialDrawings;
    bool titleToApplicant;
    uint16 open;
    uint32 expiry;
    uint64 drawable;
    uint64 reserved;
    uint64 honoured;
    uint32 latestShipment;
    address cash;
}

/// @notice What is presented. `bills` go into the credit's keeping; `documents` is the salted commitment to everything
/// presented; `amount` is drawn, in minor units; `shipped` is the on-board date, `presented` the day of presentation.
struct Presentation {
    bytes32[] bills;
    bytes32 documents;
    uint64 amount;
    uint32 shipped;
    uint32 presented;
}

/// @notice What the examining bank found, by when, and by which calendar. `deadline` is close of business on the fifth banking day
/// following presentation (UCP 600 art. 14b), in seconds; `lastDay` is the last day for
/// this presentation (arts. 6d, 14c), moved to an open day by art. 29;
/// `calendar` is the hash of the branch's calendar that both were taken from.
struct Finding {
    bool complies;
    uint40 deadline;
    uint32 lastDay;
    bytes32 calendar;
}

/// @notice One bank's examination of one presentation.
struct Examination {
    bool complies;
    uint40 deadline;
    uint32 lastDay;
    uint40 examined;
}

/// @title ILetterOfCredit: irrevocable sight credits under UCP 600.
/// @notice A credit's id is the hash of its terms, a presentation's id the hash of credit and presentation: every side
/// computes them, none can drift. Banks deal in documents (art. 5): the chain knows that they were presented, and checks only
/// what is plain in signed numbers and dates. Nothing pays on silence or by a timer: persons honour, two of them.
interface ILetterOfCredit {
    event CreditIssued(bytes32 indexed credit, CreditTerms terms);
    event CreditAdvised(bytes32 indexed credit);
    event Presented(bytes32 indexed credit, bytes32 indexed presentation, Presentation contents);
    event Examined(bytes32 indexed credit, bytes32 indexed presentation, uint32 indexed bank, Finding finding);
    event Waived(bytes32 indexed credit, bytes32 indexed presentation);
    event Honoured(bytes32 indexed credit, bytes32 indexed presentation, uint32 payee);
    event Refused(
        bytes32 indexed credit, bytes32 indexed presentation, bytes32 notice, uint16 discrepancies, Disposal disposal
    );
    /// @dev A notice that came too late or second: on record, without effect (art. 16).
    event RefusalPrecluded(
        bytes32 indexed credit, bytes32 indexed presentation, bytes32 notice, Preclusion reason
    );
    event Withdrawn(bytes32 indexed credit, bytes32 indexed presentation);
    event CreditExpired(bytes32 indexed credit);
    event CancellationAgreed(bytes32 indexed credit, uint32 indexed party);
    event CreditCancelled(bytes32 indexed credit);

    error CreditsAlreadyIssued(bytes32 credit);
    error CreditsNotIssuingBank(uint32 issuingBank, uint32 party);
    error CreditsNotAdvisingBank(uint32 advisingBank, uint32 party);
    error CreditsNotBeneficiary(uint32 beneficiary, uint32 party);
    error CreditsNotAParty(bytes32 credit, uint32 party);
    /// @dev `allowed` is a bitmap of statuses.
    error CreditsWrongStatus(bytes32 credit, CreditStatus status, uint256 allowed);
    error CreditsWrongPresentationStatus(bytes32 presentation, PresentationStatus status, uint256 allowed);
    error CreditsInvalidTerms(bytes32 credit, uint64 amount, uint32 issued, uint32 expiry, uint32 latestShipment);
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
    error CreditsAlreadyConsented(bytes32 credit, uint32 party);

    /// @notice The issuing bank undertakes (art. 7). Two persons, unless within its limit.
    function issue(CreditTerms calldata terms) external returns (bytes32 credit);

    /// @notice The advising bank is satisfied of the credit's authenticity and passes it on (art. 9).
    function advise(bytes32 credit) external;

    /// @notice The beneficiary presents; the bills go into keeping and the amount is reserved.
    function present(bytes32 credit, Presentation calldata presentation) external returns (bytes32 id);

    /// @notice The issuing bank's examiner records a finding (art. 14). Whoever finds late shipment or presentation complying is refused.
    function examine(bytes32 credit, Presentation calldata presentation, Finding calldata finding) external;

    /// @notice The issuing bank takes up discrepant documents (art. 16b). Always two persons.
    function waive(bytes32 credit, Presentation calldata presentation) external;

    /// @notice Pay the beneficiary and take the bills over, in one (art. 15). Two persons, unless within the bank's limit.
    /// @param payment opaque to the credit, passed to its cash.
    function honour(bytes32 credit, Presentation calldata presentation, bytes calldata payment) external;

    /// @notice The one notice of refusal, with every discrepancy (art. 16c-d); the bills go back. Always two persons. A second
    /// or a late notice is recorded and takes no effect.
    /// @param notice salted commitment to the notice. @param discrepancies how many it lists, at least 1.
    function refuse(
        bytes32 credit,
        Presentation calldata presentation,
        bytes32 notice,
        uint16 discrepancies,
        Disposal disposal
    ) external;

    /// @notice The beneficiary takes back what is neither honoured nor refused; its bills come back.
    function withdraw(bytes32 credit, Presentation calldata presentation) external;

    /// @notice The issuing bank closes a credit after its expiry. Presentations under way must have ended.
    function expire(bytes32 credit) external;

    /// @notice Agree to cancel (art. 10a): it takes the issuing bank, by two persons, and the beneficiary.
    function cancel(bytes32 credit) external;

    function creditOf(bytes32 credit) external view returns (Credit memory);

    function statusOf(bytes32 presentation) external view returns (PresentationStatus);

    function examinationOf(bytes32 presentation, uint32 bank) external view returns (Examination memory);

    function idOf(CreditTerms calldata terms) external pure returns (bytes32);

    function presentationIdOf(bytes32 credit, Presentation calldata presentation) external pure returns (bytes32);
}
