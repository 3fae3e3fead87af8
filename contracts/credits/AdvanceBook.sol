// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ISettlement} from "../cash/ISettlement.sol";
import {IMemberRegistry, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {AdvanceClause} from "./AdvanceClause.sol";
import {CreditRules} from "./CreditRules.sol";
import {Advance, AdvanceStatus, IAdvanceBook} from "./IAdvanceBook.sol";
import {AdvanceKind, AdvanceTerms, IClauseBook} from "./IClauseBook.sol";
import {Credit, CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";
import {Share} from "./IProceedsBook.sol";

/// @title AdvanceBook
/// @dev Security contact: see SECURITY.md.
contract AdvanceBook is IAdvanceBook, MemberOnly {
    /// @dev Under one credit at a time; what the bound on gas of honour is reckoned for.
    uint256 private constant MOST = 4;

    IClauseBook public immutable clauses;

    mapping(bytes32 id => Advance) private _advances;
    mapping(address deal => mapping(bytes32 credit => uint64)) private _advanced;
    mapping(address deal => mapping(bytes32 credit => bytes32[])) private _queues;

    constructor(IMemberRegistry members_, IClauseBook clauses_) MemberOnly(members_) {
        clauses = clauses_;
    }

    // ------------------------------------------------------------------ the beneficiary

    function ask(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        uint32 bank,
        uint64 amount,
        bytes32 receipt,
        bytes32 warehouse
    ) external returns (bytes32 id) {
        uint32 party = _authoriseTogether(Right.PRESENT);
        _requireOpen();
        _requireDeal(address(deal));
        CreditRules.requireOperative(deal, credit, terms);
        require(party == terms.beneficiary, ILetterOfCredit.CreditsNotBeneficiary(terms.beneficiary, party));
        require(amount != 0 && receipt != 0, AdvancesNothingNamed());
        _requireBank(credit, terms, bank);
        _requireRoom(address(deal), credit, terms, amount, warehouse);
        id = idOf(address(deal), credit, bank, amount, receipt, warehouse);
        Advance storage record = _advances[id];
        require(record.status == AdvanceStatus.UNKNOWN, AdvancesAskedAlready(id));
        _advanced[address(deal)][credit] += amount;
        record.status = AdvanceStatus.ASKED;
        (record.bank, record.beneficiary, record.issuingBank) = (bank, party, terms.issuingBank);
        (record.amount, record.deal, record.cash, record.credit) = (amount, address(deal), terms.cash, credit);
        emit AdvanceAsked(id, address(deal), credit, bank, amount, receipt, warehouse);
    }

    function withdraw(bytes32 id) external {
        uint32 party = _authorise(Right.PRESENT);
        Advance storage record = _in(id, AdvanceStatus.ASKED);
        require(
            party == record.beneficiary, ILetterOfCredit.CreditsNotBeneficiary(record.beneficiary, party)
        );
        record.status = AdvanceStatus.UNKNOWN;
        _advanced[record.deal][record.credit] -= record.amount;
        emit AdvanceWithdrawn(id);
    }

    // ------------------------------------------------------------------ banks

    function advance(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        bytes32 id,
        bytes calldata payment
    ) external {
        Advance storage record = _in(id, AdvanceStatus.ASKED);
        uint32 bank = _authorise(Right.UNDERTAKE, record.cash, record.amount);
        require(bank == record.bank, AdvancesNotBank(record.bank, bank));
        require(record.deal == address(deal) && record.credit == credit, AdvancesOfAnother(id, record.credit));
        _requireDeal(address(deal));
        (, Credit memory standing) = CreditRules.requireOperative(deal, credit, terms);
        require(!standing.stopped, AdvancesStopped(credit));
        uint64 undrawn = standing.drawable - standing.honoured;
        uint64 outstanding = _enqueue(address(deal), credit, id);
        uint64 available = undrawn > outstanding ? undrawn - outstanding : 0;
        require(record.amount <= available, AdvancesAboveClause(record.amount, available));
        record.status = AdvanceStatus.ADVANCED;
        emit Advanced(id, bank);
        deal.proceeds().mark(deal, credit);
        _settle(id, record, bank, record.beneficiary, record.amount, payment);
    }

    function repay(bytes32 id, bytes calldata payment) external {
        Advance storage record = _in(id, AdvanceStatus.ADVANCED);
        uint64 left = record.amount - record.back;
        uint32 bank = _authorise(Right.UNDERTAKE, record.cash, left);
        require(bank == record.issuingBank, ILetterOfCredit.CreditsNotIssuingBank(record.issuingBank, bank));
        require(bank != record.bank, AdvancesOwn(id));
        Credit memory standing = ILetterOfCredit(record.deal).creditOf(record.credit);
        bool runs = CreditRules.RUNNING & (1 << uint8(standing.status)) != 0;
        require(!runs && standing.open == 0, AdvancesCreditRuns(record.credit));
        (record.status, record.back) = (AdvanceStatus.SETTLED, record.amount);
        emit AdvanceRepaid(id, left);
        _settle(id, record, bank, record.bank, left, payment);
    }

    function take(ILetterOfCredit deal, bytes32 credit, bytes32 drawing, uint32 payer, uint64 amount)
        external
        returns (Share[] memory shares)
    {
        _requireBook(address(deal.proceeds()));
        bytes32[] storage queue = _queues[address(deal)][credit];
        shares = new Share[](queue.length);
        uint64 rest = amount;
        for (uint256 i; i < shares.length && rest != 0; ++i) {
            Advance storage record = _advances[queue[i]];
            if (record.status != AdvanceStatus.ADVANCED) continue;
            uint64 left = record.amount - record.back;
            uint64 share = left < rest ? left : rest;
            rest -= share;
            record.back += share;
            if (share == left) record.status = AdvanceStatus.SETTLED;
            shares[i] = Share(record.bank, share);
            emit AdvanceDeducted(queue[i], drawing, payer, share);
        }
    }

    // ------------------------------------------------------------------ reading

    function advanceOf(bytes32 id) external view returns (Advance memory) {
        return _advances[id];
    }

    function advancedOf(address deal, bytes32 credit) external view returns (uint64) {
        return _advanced[deal][credit];
    }

    function idOf(address deal, bytes32 credit, uint32 bank, uint64 amount, bytes32 receipt, bytes32 warehouse)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(deal, credit, bank, amount, receipt, warehouse));
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev The issuing bank, or one at which the credit is available.
    function _requireBank(bytes32 credit, CreditTerms calldata terms, uint32 bank) private view {
        if (bank == terms.issuingBank || (bank == terms.nominatedBank && bank != 0)) return;
        _requireActive(bank);
        require(
            terms.nominatedBank == 0 && members.partyOf(bank).roles & (1 << uint8(Role.BANK)) != 0,
            ILetterOfCredit.CreditsNotAPlaceOfPresentation(credit, bank)
        );
    }

    function _requireRoom(
        address deal,
        bytes32 credit,
        CreditTerms calldata terms,
        uint64 amount,
        bytes32 warehouse
    ) private view {
        require(terms.clauses != 0, AdvancesNoClause(credit));
        AdvanceTerms memory agreed = clauses.clausesOf(terms.clauses).advance;
        require(AdvanceClause.isAgreed(agreed), AdvancesNoClause(credit));
        require((agreed.kind == AdvanceKind.GREEN) == (warehouse != 0), AdvancesWrongPapers(credit));
        uint64 most = AdvanceClause.most(agreed, terms.amount);
        uint64 used = _advanced[deal][credit];
        uint64 available = most > used ? most - used : 0;
        require(amount <= available, AdvancesAboveClause(amount, available));
    }

    /// @dev At the end of what has not come back; what has leaves its place. @return outstanding before it, in minor units.
    function _enqueue(address deal, bytes32 credit, bytes32 id) private returns (uint64 outstanding) {
        bytes32[] storage queue = _queues[deal][credit];
        uint256 kept = 0;
        uint256 count = queue.length;
        for (uint256 i; i < count; ++i) {
            Advance storage other = _advances[queue[i]];
            if (other.status != AdvanceStatus.ADVANCED) continue;
            outstanding += other.amount - other.back;
            queue[kept++] = queue[i];
        }
        for (uint256 i = kept; i < count; ++i) queue.pop();
        require(kept < MOST, AdvancesTooMany(credit, MOST));
        queue.push(id);
    }

    /// @dev An advance is paid once, and made good once: by the same bank never both.
    function _settle(
        bytes32 id,
        Advance storage record,
        uint32 payer,
        uint32 payee,
        uint64 amount,
        bytes calldata payment
    ) private {
        ISettlement(record.cash).settle(
            keccak256(abi.encode(block.chainid, address(this), id, payer)),
            PartyAccount.accountOf(payer),
            PartyAccount.accountOf(payee),
            amount,
            payment
        );
    }

    function _in(bytes32 id, AdvanceStatus allowed) private view returns (Advance storage record) {
        record = _advances[id];
        require(record.status == allowed, AdvancesWrongStatus(id, record.status, allowed));
    }
}
