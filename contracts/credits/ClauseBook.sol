// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IMemberRegistry, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {AdvanceClause} from "./AdvanceClause.sol";
import {CreditRules} from "./CreditRules.sol";
import {Clauses, IClauseBook, Instalment, Revolving} from "./IClauseBook.sol";
import {Confirmation, Credit, CreditStatus, CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";
import {ITransferBook} from "./ITransferBook.sol";
import {Drawing, InstalmentClause} from "./InstalmentClause.sol";
import {RevolvingClause} from "./RevolvingClause.sol";
import {TransferRules} from "./TransferRules.sol";

/// @title ClauseBook
/// @dev Security contact: see SECURITY.md. Each clause is a library beside this contract; here they are asked in turn.
contract ClauseBook is IClauseBook, MemberOnly {
    /// @dev What a credit was issued with; `cycle` and `reinstated` of a revolving one are as they are now.
    struct Claused {
        bytes32 clauses;
        uint8 tolerancePlus;
        uint64 cycle;
        uint8 reinstated;
    }

    uint256 private constant REINSTATED = CreditRules.RUNNING | (1 << uint8(CreditStatus.EXHAUSTED));

    ITransferBook public immutable transfers;

    mapping(bytes32 clauses => bool) private _stated;
    mapping(bytes32 clauses => Clauses) private _clauses;
    mapping(address deal => mapping(bytes32 credit => Claused)) private _of;
    mapping(address deal => mapping(bytes32 credit => mapping(uint256 period => Drawing[]))) private _drawings;

    constructor(IMemberRegistry members_, ITransferBook transfers_) MemberOnly(members_) {
        transfers = transfers_;
    }

    function state(Clauses calldata clauses) external returns (bytes32 hash) {
        _acting();
        Revolving calldata revolving = clauses.revolving;
        bool advances = AdvanceClause.isAgreed(clauses.advance);
        require(
            clauses.instalments.length + revolving.firstDays.length + revolving.notices != 0
                || clauses.transferringBank != 0 || advances,
            ClausesEmpty()
        );
        hash = idOf(clauses);
        if (_stated[hash]) return hash;
        _stated[hash] = true;
        for (uint256 i; i < clauses.instalments.length; ++i) {
            _clauses[hash].instalments.push(clauses.instalments[i]);
        }
        _clauses[hash].revolving = revolving;
        _clauses[hash].transferringBank = clauses.transferringBank;
        if (advances) _clauses[hash].advance = clauses.advance;
        emit ClausesStated(hash, clauses);
    }

    // ------------------------------------------------------------------ what a credit asks

    function admit(bytes32 credit, CreditTerms calldata terms) external returns (uint64 drawable) {
        Clauses storage clauses = _known(terms.clauses);
        drawable = CreditRules.drawable(credit, terms);
        _of[msg.sender][credit] = Claused(terms.clauses, terms.tolerancePlus, drawable, 0);
        if (clauses.instalments.length != 0) InstalmentClause.requireFit(clauses.instalments, terms);
        if (RevolvingClause.agreed(clauses.revolving)) drawable = RevolvingClause.requireFit(clauses, terms, drawable);
        if (clauses.transferringBank != 0) TransferRules.requireFit(clauses, terms);
        if (AdvanceClause.isAgreed(clauses.advance)) AdvanceClause.requireFit(clauses.advance, terms.clauses);
    }

    function draw(bytes32 credit, bytes32 presentation, uint32 bank, uint64 amount, uint32 presented)
        external
        returns (uint64 drawable, uint64 used)
    {
        Claused storage of_ = _of[msg.sender][credit];
        Clauses storage clauses = _known(of_.clauses);
        if (clauses.transferringBank != 0) return _besideTransfers(credit, bank);
        mapping(uint256 period => Drawing[]) storage drawings = _drawings[msg.sender][credit];
        uint256 at;
        if (RevolvingClause.agreed(clauses.revolving)) {
            (at, drawable, used) = RevolvingClause.current(
                clauses.revolving, drawings, ILetterOfCredit(msg.sender), credit, of_.cycle, presented
            );
            if (!RevolvingClause.apart(clauses.revolving)) return (drawable, used);
        } else if (clauses.instalments.length == 0) {
            Credit memory record = ILetterOfCredit(msg.sender).creditOf(credit);
            return (record.drawable, record.reserved + record.honoured);
        } else {
            (at, drawable) =
                InstalmentClause.current(clauses.instalments, drawings, credit, of_.tolerancePlus, presented);
            used = InstalmentClause.drawn(drawings[at]);
        }
        drawings[at].push(Drawing(presentation, amount));
    }

    function amend(bytes32 credit, uint64 drawable, bool partialDrawings) external returns (uint64) {
        Claused storage of_ = _of[msg.sender][credit];
        Clauses storage clauses = _known(of_.clauses);
        Credit memory record = ILetterOfCredit(msg.sender).creditOf(credit);
        if (clauses.transferringBank != 0) transfers.requireAmendable(msg.sender, credit, drawable, partialDrawings);
        if (clauses.instalments.length != 0) {
            require(
                drawable == record.drawable && partialDrawings, ClausesAmountFixed(credit, record.drawable, drawable)
            );
        }
        if (!RevolvingClause.agreed(clauses.revolving)) return drawable;
        require(partialDrawings, ClausesRevolvingDoesNotFit(of_.clauses));
        uint64 before = of_.cycle;
        of_.cycle = drawable;
        return RevolvingClause.amended(
            clauses.revolving,
            _drawings[msg.sender][credit],
            of_.clauses,
            record,
            before,
            drawable,
            CreditRules.today()
        );
    }

    // ------------------------------------------------------------------ the amount is reinstated

    function reinstate(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external {
        uint32 bank = _authoriseTogether(Right.UNDERTAKE);
        Credit memory record = _operative(deal, credit, terms);
        require(bank == terms.issuingBank, ILetterOfCredit.CreditsNotIssuingBank(terms.issuingBank, bank));
        Claused storage of_ = _of[address(deal)][credit];
        Revolving storage clause = _clauses[of_.clauses].revolving;
        require(of_.reinstated < clause.notices, ClausesNoticesUsed(credit, clause.notices));
        uint32 today = CreditRules.today();
        require(today <= terms.expiry + 1, ILetterOfCredit.CreditsExpired(terms.expiry, today));
        // What is under presentation now and refused later would be carried over with the rest.
        require(
            clause.cumulative || record.open == 0, ILetterOfCredit.CreditsOpenPresentations(credit, record.open)
        );
        uint256 kept = clause.cumulative ? record.drawable : record.honoured;
        uint64 drawable = RevolvingClause.fitting(of_.clauses, kept + of_.cycle);
        emit CreditReinstated(address(deal), credit, ++of_.reinstated);
        deal.adjust(credit, drawable, record.reserved, record.honoured);
    }

    // ------------------------------------------------------------------ what transfers ask

    function open(
        ILetterOfCredit deal,
        bytes32 from,
        CreditTerms calldata terms,
        uint64 drawable,
        Confirmation answer
    ) external returns (bytes32 id) {
        _requireBook(address(transfers));
        id = deal.idOf(terms);
        _of[address(deal)][id] = Claused(terms.clauses, terms.tolerancePlus, drawable, 0);
        deal.open(from, terms, drawable, answer);
    }

    function adjust(ILetterOfCredit deal, bytes32 credit, uint64 drawable, uint64 reserved, uint64 honoured)
        external
    {
        _requireBook(address(transfers));
        deal.adjust(credit, drawable, reserved, honoured);
    }

    // ------------------------------------------------------------------ reading

    function clausesOf(bytes32 clauses) external view returns (Clauses memory) {
        return _known(clauses);
    }

    function drawnOf(address deal, bytes32 credit) external view returns (uint64[] memory drawn) {
        drawn = new uint64[](_clauses[_of[deal][credit].clauses].instalments.length);
        for (uint256 i; i < drawn.length; ++i) {
            drawn[i] = InstalmentClause.drawnIn(ILetterOfCredit(deal), _drawings[deal][credit][i]);
        }
    }

    function revolvedOf(ILetterOfCredit deal, bytes32 credit, uint32 day)
        external
        view
        returns (uint64 cycle, uint8 reinstated, uint64 available)
    {
        Claused storage of_ = _of[address(deal)][credit];
        (cycle, reinstated) = (of_.cycle, of_.reinstated);
        (, uint64 drawable, uint64 used) = RevolvingClause.current(
            _clauses[of_.clauses].revolving, _drawings[address(deal)][credit], deal, credit, cycle, day
        );
        available = drawable - used;
    }

    function idOf(Clauses calldata clauses) public pure returns (bytes32) {
        return keccak256(abi.encode(clauses));
    }

    /// @dev What can be reinstated, and these are its operative terms.
    function _operative(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms)
        private
        view
        returns (Credit memory record)
    {
        _requireDeal(address(deal));
        record = deal.creditOf(credit);
        require(
            REINSTATED & (1 << uint8(record.status)) != 0,
            ILetterOfCredit.CreditsWrongStatus(credit, record.status, REINSTATED)
        );
        bytes32 hash = keccak256(abi.encode(terms));
        require(hash == deal.operativeOf(credit), ILetterOfCredit.CreditsOtherTerms(credit, hash));
    }

    /// @dev What is set aside for others neither is to be drawn nor was: without partial drawings the margin is the one drawing.
    function _besideTransfers(bytes32 credit, uint32 bank) private view returns (uint64 drawable, uint64 used) {
        uint64 held = transfers.heldFor(msg.sender, credit, bank);
        Credit memory record = ILetterOfCredit(msg.sender).creditOf(credit);
        return (record.drawable - held, record.reserved + record.honoured - held);
    }

    function _known(bytes32 clauses) private view returns (Clauses storage) {
        require(_stated[clauses], ClausesUnknown(clauses));
        return _clauses[clauses];
    }
}
