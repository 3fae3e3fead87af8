// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IMemberRegistry, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {CreditRules} from "./CreditRules.sol";
import {Assignment, AssignmentStatus, IAssignmentBook} from "./IAssignmentBook.sol";
import {Confirmation, Credit, CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";
import {Share} from "./IProceedsBook.sol";

/// @title AssignmentBook
/// @dev Security contact: see SECURITY.md. All that is drawn is the largest amount: what was paid never comes near it.
contract AssignmentBook is IAssignmentBook, MemberOnly {
    /// @dev Of one bank under one credit; what the bound on gas of honour is reckoned for.
    uint256 private constant MOST = 4;

    mapping(bytes32 assignment => Assignment) private _assignments;
    mapping(bytes32 assignment => mapping(uint32 bank => bool)) private _acknowledged;
    mapping(address deal => mapping(bytes32 credit => uint256)) private _assigned;
    mapping(address deal => mapping(bytes32 credit => mapping(uint32 bank => bytes32[]))) private _queues;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    // ------------------------------------------------------------------ beneficiary and assignee

    function assign(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        uint32 assignee,
        uint64 amount,
        bytes32 deed
    ) external returns (bytes32 assignment) {
        uint32 party = _authoriseTogether(Right.TITLE);
        _requireOpen();
        require(amount != 0 && deed != 0, AssignmentsNothingNamed());
        (, uint64 undrawn) = _running(deal, credit, terms);
        require(party == terms.beneficiary, ILetterOfCredit.CreditsNotBeneficiary(terms.beneficiary, party));
        require(assignee != party, AssignmentsToItself(party));
        _requireActive(assignee);
        assignment = idOf(address(deal), credit, assignee, amount, deed);
        Assignment storage record = _assignments[assignment];
        require(record.status == AssignmentStatus.UNKNOWN, AssignmentsMadeAlready(assignment));
        uint256 assigned = _assigned[address(deal)][credit];
        uint64 available = undrawn > assigned ? uint64(undrawn - assigned) : 0;
        bool fits = amount == type(uint64).max ? available != 0 : amount <= available;
        require(fits, AssignmentsAboveCredit(amount, available));
        _assigned[address(deal)][credit] = assigned + amount;
        record.status = AssignmentStatus.ASSIGNED;
        (record.assignee, record.amount) = (assignee, amount);
        (record.deal, record.credit) = (address(deal), credit);
        emit Assigned(assignment, address(deal), credit, assignee, amount, deed);
    }

    function release(bytes32 assignment) external {
        uint32 party = _authoriseTogether(Right.TITLE);
        Assignment storage record = _standing(assignment);
        require(party == record.assignee, AssignmentsNotAssignee(record.assignee, party));
        record.status = AssignmentStatus.RELEASED;
        _assigned[record.deal][record.credit] -= record.amount - record.paid;
        emit AssignmentReleased(assignment);
    }

    // ------------------------------------------------------------------ banks

    function acknowledge(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        bytes32 assignment,
        uint64 ahead
    ) external {
        uint32 bank = _authoriseTogether(Right.UNDERTAKE);
        _requireRole(Role.BANK);
        (bytes32 hash,) = _running(deal, credit, terms);
        Assignment storage record = _standing(assignment);
        require(
            record.deal == address(deal) && record.credit == credit, AssignmentsOfAnother(assignment, record.credit)
        );
        require(
            bank == terms.issuingBank || bank == terms.nominatedBank || terms.nominatedBank == 0
                || (bank == terms.confirmingBank && deal.confirmationOf(credit, hash) == Confirmation.CONFIRMED),
            ILetterOfCredit.CreditsNotAPlaceOfPresentation(credit, bank)
        );
        _requireActive(record.assignee);
        require(!_acknowledged[assignment][bank], AssignmentsAcknowledgedAlready(assignment, bank));
        _acknowledged[assignment][bank] = true;
        emit AssignmentAcknowledged(assignment, bank, _enqueue(address(deal), credit, bank, assignment, ahead));
        deal.proceeds().mark(deal, credit);
    }

    function take(ILetterOfCredit deal, bytes32 credit, bytes32 drawing, uint32 bank, uint64 amount)
        external
        returns (Share[] memory shares)
    {
        _requireBook(address(deal.proceeds()));
        bytes32[] storage queue = _queues[address(deal)][credit][bank];
        shares = new Share[](queue.length);
        uint64 rest = amount;
        for (uint256 i; i < shares.length && rest != 0; ++i) {
            Assignment storage record = _assignments[queue[i]];
            if (record.status != AssignmentStatus.ASSIGNED) continue;
            uint64 left = record.amount - record.paid;
            uint64 share = left < rest ? left : rest;
            rest -= share;
            record.paid += share;
            if (share == left) record.status = AssignmentStatus.PAID;
            shares[i] = Share(record.assignee, share);
            emit AssignmentDrawn(queue[i], drawing, bank, share);
        }
        _assigned[address(deal)][credit] -= amount - rest;
    }

    // ------------------------------------------------------------------ reading

    function assignmentOf(bytes32 assignment) external view returns (Assignment memory) {
        return _assignments[assignment];
    }

    function assignedOf(address deal, bytes32 credit) external view returns (uint256) {
        return _assigned[deal][credit];
    }

    function acknowledgedBy(address deal, bytes32 credit, uint32 bank) external view returns (bytes32[] memory) {
        return _queues[deal][credit][bank];
    }

    function idOf(address deal, bytes32 credit, uint32 assignee, uint64 amount, bytes32 deed)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(deal, credit, assignee, amount, deed));
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev Of a running credit, whose operative terms are these: their hash, and what is not drawn for good.
    function _running(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms)
        private
        view
        returns (bytes32 hash, uint64 undrawn)
    {
        _requireDeal(address(deal));
        Credit memory record;
        (hash, record) = CreditRules.requireOperative(deal, credit, terms);
        undrawn = record.drawable - record.honoured;
    }

    /// @dev At the end of what the bank has still to pay; what is paid or released leaves its place.
    /// @return sum what is before it, the largest amount where that is all.
    function _enqueue(address deal, bytes32 credit, uint32 bank, bytes32 assignment, uint64 told)
        private
        returns (uint64 sum)
    {
        bytes32[] storage queue = _queues[deal][credit][bank];
        uint256 before = 0;
        uint256 kept = 0;
        uint256 count = queue.length;
        for (uint256 i; i < count; ++i) {
            Assignment storage other = _assignments[queue[i]];
            if (other.status != AssignmentStatus.ASSIGNED) continue;
            before += other.amount - other.paid;
            queue[kept++] = queue[i];
        }
        for (uint256 i = kept; i < count; ++i) queue.pop();
        require(kept < MOST, AssignmentsTooMany(credit, bank, MOST));
        queue.push(assignment);
        sum = before < type(uint64).max ? uint64(before) : type(uint64).max;
        require(sum <= told, AssignmentsMoreAhead(sum, told));
    }

    function _standing(bytes32 assignment) private view returns (Assignment storage record) {
        record = _assignments[assignment];
        require(
            record.status == AssignmentStatus.ASSIGNED,
            AssignmentsWrongStatus(assignment, record.status, AssignmentStatus.ASSIGNED)
        );
    }
}
