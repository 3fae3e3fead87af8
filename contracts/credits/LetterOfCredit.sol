// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IBillOfLading, Lock} from "../bills/IBillOfLading.sol";
import {ISettlement} from "../cash/ISettlement.sol";
import {IMemberRegistry, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {IStopBook} from "../stops/IStopBook.sol";
import {CreditRules} from "./CreditRules.sol";
import {IAmendmentBook} from "./IAmendmentBook.sol";
import {IClauseBook} from "./IClauseBook.sol";
import {IConfirmationBook} from "./IConfirmationBook.sol";
import {IEndBook, LastDays, OfPresentation} from "./IEndBook.sol";
import {IObligationBook, Obligation, ObligationKind, ObligationStatus} from "./IObligationBook.sol";
import {
    Availability,
    Confirmation,
    Credit,
    CreditStatus,
    CreditTerms,
    Days,
    Disposal,
    Examination,
    Finding,
    ILetterOfCredit,
    Passage,
    Preclusion,
    Presentation,
    PresentationStatus
} from "./ILetterOfCredit.sol";
import {IProceedsBook} from "./IProceedsBook.sol";

/// @title LetterOfCredit
/// @dev Security contact: see SECURITY.md. Terms and presentations come as calldata and are known by their hash, so that of a
/// credit only its balance is stored, in one word. What can be judged from calldata alone is in CreditRules.
contract LetterOfCredit is ILetterOfCredit, MemberOnly {
    IBillOfLading public immutable bills;
    IObligationBook public immutable obligations;
    IAmendmentBook public immutable amendments;
    IStopBook public immutable stops;
    IEndBook public immutable ends;
    IClauseBook public immutable clauses;
    IConfirmationBook public immutable confirmations;
    IProceedsBook public immutable proceeds;

    mapping(bytes32 credit => Credit) private _credits;
    /// @dev The hash of amended terms; of a credit that was never amended, its id is that.
    mapping(bytes32 credit => bytes32 terms) private _amended;
    mapping(bytes32 credit => mapping(bytes32 terms => Confirmation)) private _confirmations;
    mapping(bytes32 presentation => Passage) private _passages;
    mapping(bytes32 presentation => mapping(uint32 bank => Examination)) private _examinations;

    constructor(
        IMemberRegistry members_,
        IBillOfLading bills_,
        IObligationBook obligations_,
        IAmendmentBook amendments_,
        IStopBook stops_,
        IEndBook ends_,
        IClauseBook clauses_,
        IConfirmationBook confirmations_,
        IProceedsBook proceeds_
    ) MemberOnly(members_) {
        bills = bills_;
        obligations = obligations_;
        amendments = amendments_;
        stops = stops_;
        ends = ends_;
        clauses = clauses_;
        confirmations = confirmations_;
        proceeds = proceeds_;
    }

    // ------------------------------------------------------------------ issue, advise, confirm

    function issue(CreditTerms calldata terms) external returns (bytes32 credit) {
        credit = idOf(terms);
        uint64 drawable = terms.clauses == 0 ? CreditRules.drawable(credit, terms) : clauses.admit(credit, terms);
        uint32 bank = _authorise(Right.UNDERTAKE, terms.cash, drawable);
        _requireRole(Role.BANK);
        _requireOpen();
        _requireListed(terms.cash);
        _requireIssuingBank(terms, bank);
        _requireNew(credit);
        CreditRules.requireTerms(credit, terms);
        require(
            terms.confirmingBank != bank
                && (terms.tenors.length == 0 ? CreditRules.needsNone(terms.availability) : obligations.fit(terms.tenors, terms.availability)),
            CreditsInvalidAvailability(credit, terms.availability)
        );
        _requireActive(terms.applicant);
        _requireActive(terms.beneficiary);
        _requireActive(terms.advisingBank);
        if (terms.nominatedBank != 0 && terms.nominatedBank != bank) _requireBank(credit, terms.nominatedBank);
        if (terms.confirmingBank != 0) _requireBank(credit, terms.confirmingBank);
        _open(credit, terms, drawable, CreditStatus.ISSUED, false);
        if (terms.clauses != 0) _setBalance(credit, _credits[credit], drawable, 0, 0);
    }

    function advise(bytes32 credit, CreditTerms calldata terms) external {
        uint32 bank = _authorise(Right.EXAMINE);
        (Credit storage record,) = _inStatus(credit, terms, 1 << uint8(CreditStatus.ISSUED));
        require(bank == terms.advisingBank, CreditsNotAdvisingBank(terms.advisingBank, bank));
        record.status = CreditStatus.ADVISED;
        emit CreditAdvised(credit);
    }

    function setConfirmation(bytes32 credit, bytes32 terms, Confirmation answer) external {
        _requireBook(address(confirmations));
        _confirmations[credit][terms] = answer;
    }

    // ------------------------------------------------------------------ amend

    function adopt(bytes32 credit, bytes32 terms, uint64 drawable, bool partialDrawings, Confirmation answer)
        external
    {
        _requireBook(address(amendments));
        _adopt(credit, terms, drawable, partialDrawings, answer);
    }

    // ------------------------------------------------------------------ present and examine

    // The book that this was deployed with calls nobody meanwhile but this contract, and only to read.
    // slither-disable-next-line reentrancy-no-eth
    function present(bytes32 credit, CreditTerms calldata terms, Presentation calldata presentation)
        external
        returns (bytes32 id)
    {
        uint32 party = _authorise(Right.PRESENT);
        Credit storage record = _standing(credit, CreditRules.RUNNING);
        bytes32 hash = idOf(terms);
        bytes32 operative = _operativeOf(credit, record);
        _requireBeneficiary(terms, party);
        if (hash != operative) {
            Confirmation answer = amendments.take(credit, operative, hash);
            _adopt(credit, hash, CreditRules.drawable(credit, terms), terms.partialDrawings, answer);
        }
        id = presentationIdOf(credit, hash, presentation);
        PresentationStatus status = _passages[id].status;
        _requireStatus(id, status, 1);
        _requirePlace(credit, hash, terms, presentation.bank);
        _requireDrawing(credit, terms, presentation, record, id);
        _passages[id] = Passage(PresentationStatus.LODGED, presentation.bank, 0, presentation.presented);
        record.reserved += presentation.amount;
        ++record.open;
        emit Presented(credit, id, hash, presentation);
        uint32 taker = CreditRules.taker(terms);
        for (uint256 i; i < presentation.bills.length; ++i) {
            bills.lock(presentation.bills[i], party, taker, Lock.PRESENTATION);
        }
    }

    function examine(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        Finding calldata finding
    ) external {
        uint32 bank = _authorise(Right.EXAMINE);
        (bytes32 id, Passage storage passage) =
            _with(credit, terms, presentation, bank, 1 << uint8(PresentationStatus.LODGED));
        ends.requireFinding(
            LastDays(terms.expiry, terms.latestShipment, terms.presentationDays),
            OfPresentation(presentation.shipped, presentation.presented, passage.received),
            finding
        );
        _examinations[id][bank] = Examination(
            finding.complies ? PresentationStatus.COMPLYING : PresentationStatus.DISCREPANT,
            finding.complies,
            finding.deadline,
            finding.lastDay,
            uint40(block.timestamp)
        );
        emit Examined(credit, id, bank, finding);
    }

    // ------------------------------------------------------------------ decide

    function waive(bytes32 credit, CreditTerms calldata terms, Presentation calldata presentation) external {
        uint32 bank = _authoriseTogether(Right.UNDERTAKE);
        _requireIssuingBank(terms, bank);
        (bytes32 id,) = _with(credit, terms, presentation, bank, 1 << uint8(PresentationStatus.DISCREPANT));
        _examinations[id][bank].status = PresentationStatus.WAIVED;
        emit Waived(credit, id);
    }

    function honour(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        uint32[] calldata dues,
        bytes calldata payment
    ) external {
        uint32 bank = _authorise(Right.UNDERTAKE, terms.cash, presentation.amount);
        (bytes32 id, uint32 payee) = _honour(credit, terms, presentation, bank);
        if (_divided(credit, id, payee)) return;
        _payParts(_owed(id, terms, bank, payee), terms, presentation, dues, payment);
    }

    function negotiate(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        uint64 price,
        bytes calldata payment
    ) external {
        uint32 bank = _authorise(Right.UNDERTAKE, terms.cash, price);
        (bytes32 id, Passage storage passage) = _payable(credit, terms, presentation, bank);
        require(
            terms.availability == Availability.NEGOTIATION && bank != terms.issuingBank && passage.payer == 0,
            CreditsNotForNegotiation(terms.availability)
        );
        require(price != 0 && price <= presentation.amount, CreditsPriceOutOfRange(price, presentation.amount));
        _examinations[id][bank].status = PresentationStatus.HONOURED;
        passage.payer = bank;
        emit Negotiated(credit, id, bank, price);
        if (_divided(credit, id, terms.beneficiary)) return;
        _pay(id, terms.cash, bank, terms.beneficiary, price, payment);
    }

    function forward(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        uint32 to,
        uint32 received
    ) external {
        uint32 bank = _authorise(Right.EXAMINE);
        uint256 allowed = 1 << uint8(PresentationStatus.HONOURED);
        // A bank that confirmed has undertaken to decide itself; one that is only nominated may pass on what it will not pay.
        if (!_confirmed(credit, idOf(terms), terms, bank)) {
            allowed |= (1 << uint8(PresentationStatus.LODGED)) | (1 << uint8(PresentationStatus.COMPLYING))
                | (1 << uint8(PresentationStatus.DISCREPANT));
        }
        (bytes32 id, Passage storage passage) = _with(credit, terms, presentation, bank, allowed);
        require(
            bank != terms.issuingBank && passage.payer != to && _undertook(credit, terms, to),
            CreditsNotAPlaceOfPresentation(credit, to)
        );
        CreditRules.requireToday(received);
        (passage.bank, passage.received) = (to, received);
        emit Forwarded(credit, id, bank, to, received);
    }

    function refuse(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        bytes32 notice,
        uint16 discrepancies,
        Disposal disposal
    ) external {
        uint32 bank = _authoriseTogether(Right.UNDERTAKE);
        require(discrepancies != 0, CreditsNoDiscrepancies());
        (bytes32 id, Passage storage passage) = _with(
            credit,
            terms,
            presentation,
            bank,
            (1 << uint8(PresentationStatus.DISCREPANT)) | (1 << uint8(PresentationStatus.REFUSED))
                | (1 << uint8(PresentationStatus.PRECLUDED))
        );
        Examination storage examination = _examinations[id][bank];
        if (examination.status != PresentationStatus.DISCREPANT) {
            emit RefusalPrecluded(credit, id, bank, notice, Preclusion.SECOND_NOTICE);
        } else if (block.timestamp > examination.deadline && _undertook(credit, terms, bank)) {
            examination.status = PresentationStatus.PRECLUDED;
            emit RefusalPrecluded(credit, id, bank, notice, Preclusion.TOO_LATE);
        } else {
            examination.status = PresentationStatus.REFUSED;
            emit Refused(credit, id, bank, notice, discrepancies, disposal);
            _turnDown(credit, terms, presentation, passage);
        }
    }

    function withdraw(bytes32 credit, CreditTerms calldata terms, Presentation calldata presentation) external {
        uint32 party = _authorise(Right.PRESENT);
        bytes32 id = presentationIdOf(credit, idOf(terms), presentation);
        Passage storage passage = _passages[id];
        _requireBeneficiary(terms, party);
        _requireStatus(id, passage.status, 1 << uint8(PresentationStatus.LODGED));
        require(passage.payer == 0, CreditsAlreadyPaid(id, passage.payer));
        _close(credit, passage, presentation.amount, PresentationStatus.WITHDRAWN);
        emit Withdrawn(credit, id);
        _giveBack(presentation);
    }

    // ------------------------------------------------------------------ clauses

    function adjust(bytes32 credit, uint64 drawable, uint64 reserved, uint64 honoured) external {
        _requireBook(address(clauses));
        Credit storage record = _credits[credit];
        if (record.status == CreditStatus.EXHAUSTED && drawable != honoured) record.status = CreditStatus.ADVISED;
        _setBalance(credit, record, drawable, reserved, honoured);
    }

    function open(bytes32 from, CreditTerms calldata terms, uint64 drawable, Confirmation answer) external {
        _requireBook(address(clauses));
        bytes32 credit = idOf(terms);
        _requireNew(credit);
        _open(credit, terms, drawable, CreditStatus.ADVISED, true);
        _confirmations[credit][credit] = answer;
        stops.follow(credit, from);
    }

    function setDivided(bytes32 credit) external {
        _requireBook(address(proceeds));
        _credits[credit].divided = true;
    }

    // ------------------------------------------------------------------ stop

    function setStopped(bytes32 credit, uint32, bool stopped) external {
        _requireBook(address(stops));
        if (stopped) _standing(credit, CreditRules.RUNNING);
        _credits[credit].stopped = stopped;
    }

    // ------------------------------------------------------------------ end

    function setEnded(bytes32 credit, CreditStatus how) external {
        _requireBook(address(ends));
        _credits[credit].status = how;
    }

    // ------------------------------------------------------------------ reading

    function creditOf(bytes32 credit) external view returns (Credit memory) {
        return _credits[credit];
    }

    function operativeOf(bytes32 credit) external view returns (bytes32) {
        return _operativeOf(credit, _credits[credit]);
    }

    function passageOf(bytes32 presentation) external view returns (Passage memory) {
        return _passages[presentation];
    }

    function statusOf(bytes32 presentation, uint32 bank) public view returns (PresentationStatus) {
        Passage storage passage = _passages[presentation];
        if (passage.status == PresentationStatus.WITHDRAWN) return passage.status;
        PresentationStatus status = _examinations[presentation][bank].status;
        if (status != PresentationStatus.UNKNOWN || passage.bank != bank) return status;
        return passage.status;
    }

    function examinationOf(bytes32 presentation, uint32 bank) external view returns (Examination memory) {
        return _examinations[presentation][bank];
    }

    function confirmationOf(bytes32 credit, bytes32 terms) external view returns (Confirmation) {
        return _confirmations[credit][terms];
    }

    function idOf(CreditTerms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    function presentationIdOf(bytes32 credit, bytes32 terms, Presentation calldata presentation)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(credit, terms, presentation));
    }

    // ------------------------------------------------------------------ each idea once

    function _requireNew(bytes32 credit) private view {
        require(_credits[credit].status == CreditStatus.UNKNOWN, CreditsAlreadyIssued(credit));
    }

    function _open(bytes32 credit, CreditTerms calldata terms, uint64 drawable, CreditStatus status, bool stopped)
        private
    {
        Credit storage record = _credits[credit];
        record.status = status;
        record.drawable = drawable;
        record.partialDrawings = terms.partialDrawings;
        record.stopped = stopped;
        record.claused = terms.clauses != 0;
        emit CreditIssued(credit, terms);
    }

    /// @dev Whether the bank is bound by its own undertaking, so that art. 16f bars it; a bank that is only nominated is not.
    function _undertook(bytes32 credit, CreditTerms calldata terms, uint32 bank) private view returns (bool) {
        return bank == terms.issuingBank || _confirmed(credit, idOf(terms), terms, bank);
    }

    function _confirmed(bytes32 credit, bytes32 hash, CreditTerms calldata terms, uint32 bank)
        private
        view
        returns (bool)
    {
        return bank == terms.confirmingBank && _confirmations[credit][hash] == Confirmation.CONFIRMED;
    }

    function _requirePlace(bytes32 credit, bytes32 hash, CreditTerms calldata terms, uint32 bank) private view {
        if (bank == terms.issuingBank || (bank == terms.nominatedBank && bank != 0)) return;
        if (_confirmed(credit, hash, terms, bank)) return;
        require(terms.nominatedBank == 0, CreditsNotAPlaceOfPresentation(credit, bank));
        _requireBank(credit, bank);
    }

    function _requireBank(bytes32 credit, uint32 bank) private view {
        _requireActive(bank);
        require(
            members.partyOf(bank).roles & (1 << uint8(Role.BANK)) != 0, CreditsNotAPlaceOfPresentation(credit, bank)
        );
    }

    function _requireIssuingBank(CreditTerms calldata terms, uint32 bank) private pure {
        require(bank == terms.issuingBank, CreditsNotIssuingBank(terms.issuingBank, bank));
    }

    function _requireBeneficiary(CreditTerms calldata terms, uint32 party) private pure {
        require(party == terms.beneficiary, CreditsNotBeneficiary(terms.beneficiary, party));
    }

    function _requireStatus(bytes32 id, PresentationStatus status, uint256 allowed) private pure {
        require(allowed & (1 << uint8(status)) != 0, CreditsWrongPresentationStatus(id, status, allowed));
    }

    /// @dev The presentation, while the documents lie with `bank` and it stands there in one of the statuses.
    function _with(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        uint32 bank,
        uint256 allowed
    ) private view returns (bytes32 id, Passage storage passage) {
        id = presentationIdOf(credit, idOf(terms), presentation);
        passage = _passages[id];
        require(
            passage.bank == bank || passage.status == PresentationStatus.UNKNOWN,
            CreditsNotWithBank(id, passage.bank, bank)
        );
        PresentationStatus status = statusOf(id, bank);
        _requireStatus(id, status, allowed);
    }

    /// @dev The same, where the bank may pay.
    function _payable(bytes32 credit, CreditTerms calldata terms, Presentation calldata presentation, uint32 bank)
        private
        view
        returns (bytes32 id, Passage storage passage)
    {
        if (_credits[credit].stopped) stops.requireFree(credit, bank);
        return _with(
            credit,
            terms,
            presentation,
            bank,
            (1 << uint8(PresentationStatus.COMPLYING)) | (1 << uint8(PresentationStatus.WAIVED))
                | (1 << uint8(PresentationStatus.PRECLUDED))
        );
    }

    /// @dev Where there are clauses, they say what may be drawn now.
    function _requireDrawing(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        Credit storage record,
        bytes32 id
    ) private {
        (uint64 drawable, uint64 used) = terms.clauses == 0
            ? (record.drawable, record.reserved + record.honoured)
            : clauses.draw(credit, id, presentation.bank, presentation.amount, presentation.presented);
        CreditRules.requireDrawing(credit, terms, presentation, drawable, used);
    }

    /// @dev What a bank has paid for is its own.
    function _turnDown(
        bytes32 credit,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        Passage storage passage
    ) private {
        uint32 payer = passage.payer;
        bool paid = _undertook(credit, terms, payer);
        _close(credit, passage, presentation.amount, paid ? PresentationStatus.HONOURED : PresentationStatus.REFUSED);
        if (payer == 0) _giveBack(presentation);
        else _deliver(presentation, payer);
    }

    /// @dev Ends a presentation. It is drawn where a bank paid that was bound to, whichever bank bears it in the end.
    function _close(bytes32 credit, Passage storage passage, uint64 amount, PresentationStatus status) private {
        passage.status = status;
        Credit storage record = _credits[credit];
        record.reserved -= amount;
        --record.open;
        if (status != PresentationStatus.HONOURED) return;
        uint64 honoured = record.honoured + amount;
        record.honoured = honoured;
        if (!record.partialDrawings || honoured == record.drawable) record.status = CreditStatus.EXHAUSTED;
    }

    /// @dev Honour up to the payment. @return payee who is paid, resolved when it is paid.
    function _honour(bytes32 credit, CreditTerms calldata terms, Presentation calldata presentation, uint32 bank)
        private
        returns (bytes32 id, uint32 payee)
    {
        Passage storage passage;
        (id, passage) = _payable(credit, terms, presentation, bank);
        payee = passage.payer;
        require(
            bank == terms.issuingBank || payee != 0 || terms.availability != Availability.NEGOTIATION,
            CreditsNotForNegotiation(terms.availability)
        );
        if (payee == 0) payee = terms.beneficiary;
        _examinations[id][bank].status = PresentationStatus.HONOURED;
        emit Honoured(credit, id, bank, payee);
        if (bank != terms.issuingBank) {
            passage.payer = bank;
            return (id, payee);
        }
        _close(credit, passage, presentation.amount, PresentationStatus.HONOURED);
        _deliver(presentation, CreditRules.taker(terms));
    }

    /// @dev Whether others than the payee may have a share, so that the book of proceeds has paid in its place.
    function _divided(bytes32 credit, bytes32 id, uint32 payee) private returns (bool divided) {
        divided = _credits[credit].divided;
        if (divided) proceeds.divide(id, payee, msg.data);
    }

    /// @dev Who owes whom in what, for the parts of a drawing to fill in when and how much.
    function _owed(bytes32 id, CreditTerms calldata terms, uint32 bank, uint32 payee)
        private
        pure
        returns (Obligation memory owed)
    {
        owed.status = ObligationStatus.OWED;
        bool accepted = terms.availability == Availability.ACCEPTANCE;
        owed.kind = accepted ? ObligationKind.ACCEPTANCE : ObligationKind.DEFERRED_PAYMENT;
        (owed.obligor, owed.obligee, owed.cash, owed.drawing) = (bank, payee, terms.cash, id);
    }

    function _pay(bytes32 id, address cash, uint32 payer, uint32 payee, uint64 amount, bytes calldata payment) private {
        ISettlement(cash).settle(
            keccak256(abi.encode(block.chainid, address(this), id, payer)),
            PartyAccount.accountOf(payer),
            PartyAccount.accountOf(payee),
            amount,
            payment
        );
    }

    /// @dev What is at sight is paid; each other part is undertaken, in the book of obligations.
    function _payParts(
        Obligation memory owed,
        CreditTerms calldata terms,
        Presentation calldata presentation,
        uint32[] calldata dues,
        bytes calldata payment
    ) private {
        uint64 atSight = presentation.amount;
        if (terms.tenors.length + dues.length != 0) {
            owed.amount = atSight;
            Days memory from = Days(presentation.presented, presentation.shipped, presentation.invoiced);
            atSight = obligations.incur(owed, terms.tenors, from, dues);
        }
        if (atSight != 0) _pay(owed.drawing, owed.cash, owed.obligor, owed.obligee, atSight, payment);
    }

    function _deliver(Presentation calldata presentation, uint32 taker) private {
        for (uint256 i; i < presentation.bills.length; ++i) bills.deliver(presentation.bills[i], taker);
    }

    function _giveBack(Presentation calldata presentation) private {
        for (uint256 i; i < presentation.bills.length; ++i) bills.unlock(presentation.bills[i]);
    }

    /// @dev The credit, in one of the statuses and by its operative terms, with their hash.
    function _inStatus(bytes32 credit, CreditTerms calldata terms, uint256 allowed)
        private
        view
        returns (Credit storage record, bytes32 hash)
    {
        record = _standing(credit, allowed);
        hash = idOf(terms);
        require(hash == _operativeOf(credit, record), CreditsOtherTerms(credit, hash));
    }

    function _operativeOf(bytes32 credit, Credit storage record) private view returns (bytes32) {
        return record.version == 0 ? credit : _amended[credit];
    }

    function _standing(bytes32 credit, uint256 allowed) private view returns (Credit storage record) {
        record = _credits[credit];
        require(allowed & (1 << uint8(record.status)) != 0, CreditsWrongStatus(credit, record.status, allowed));
    }

    function _setBalance(bytes32 credit, Credit storage record, uint64 drawable, uint64 reserved, uint64 honoured) private {
        (record.drawable, record.reserved, record.honoured) = (drawable, reserved, honoured);
        emit CreditAdjusted(credit, drawable, reserved, honoured);
    }

    /// @dev These terms are operative from now on. They leave what was drawn and is under presentation.
    function _adopt(bytes32 credit, bytes32 terms, uint64 drawable, bool partialDrawings, Confirmation answer) private {
        Credit storage record = _credits[credit];
        if (record.claused) drawable = clauses.amend(credit, drawable, partialDrawings);
        uint64 used = record.reserved + record.honoured;
        require(drawable >= used, CreditsOverdrawn(used, drawable));
        (record.drawable, record.partialDrawings) = (drawable, partialDrawings);
        ++record.version;
        _amended[credit] = terms;
        if (answer != Confirmation.NONE) _confirmations[credit][terms] = answer;
        emit CreditAmended(credit, terms, drawable, answer);
    }
}
