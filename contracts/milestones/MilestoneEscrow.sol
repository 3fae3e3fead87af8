// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ISettlement} from "../cash/ISettlement.sol";
import {IMemberRegistry, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {IStopBook} from "../stops/IStopBook.sol";
import {IMilestoneEscrow, MilestoneState, MilestoneStatus, MilestoneTerms} from "./IMilestoneEscrow.sol";

/// @title MilestoneEscrow
/// @dev Security contact: see SECURITY.md.
contract MilestoneEscrow is IMilestoneEscrow, MemberOnly {
    uint256 private constant MILESTONES = 8;
    uint16 private constant WHOLE = 10_000;

    IStopBook public immutable stops;

    mapping(bytes32 escrow => MilestoneState) private _states;

    constructor(IMemberRegistry members_, IStopBook stops_) MemberOnly(members_) {
        stops = stops_;
    }

    // ------------------------------------------------------------------ buyer and seller

    function fund(MilestoneTerms calldata terms, bytes32 payment) external returns (bytes32 escrow) {
        uint64 total = _total(terms);
        _requireBuyer(terms, total);
        _requireOpen();
        _requireSound(terms);
        escrow = idOf(terms);
        MilestoneState storage state = _states[escrow];
        _requireStatus(escrow, state.status, MilestoneStatus.UNKNOWN);
        state.status = MilestoneStatus.FUNDED;
        emit Funded(escrow, terms, payment);
        if (total == 0) return escrow;
        address payer = PartyAccount.accountOf(terms.buyer);
        ISettlement(terms.cash).settleOnce(payment, terms.buyer, payer, address(this), total, "");
    }

    function release(MilestoneTerms calldata terms, uint8 milestone, uint64 amount, bytes32 payment) external {
        _requireBuyer(terms, amount);
        (bytes32 escrow, MilestoneState storage state) = _open(terms);
        require(amount != 0, MilestoneNothingNamed());
        uint64 left = milestone < MILESTONES ? terms.amounts[milestone] - state.released[milestone] : 0;
        require(amount <= left, MilestoneAmountTooLarge(amount, left));
        state.released[milestone] += amount;
        uint64 fee = _count(terms, state, amount);
        if (state.paid == _total(terms)) state.status = MilestoneStatus.SETTLED;
        emit Released(escrow, milestone, amount, fee, payment);
        _pay(terms, payment, terms.buyer, terms.seller, amount - fee);
    }

    function dispute(MilestoneTerms calldata terms, bytes32 grounds) external {
        uint32 party = _authorise(Right.PAY);
        (bytes32 escrow, MilestoneState storage state) = _open(terms);
        require(party == terms.buyer || party == terms.seller, MilestoneNotParty(escrow, party));
        require(grounds != 0, MilestoneNothingNamed());
        uint256 deadline = uint256(terms.deadline) + state.lost;
        require(block.timestamp <= deadline, MilestoneTooLate(deadline, block.timestamp));
        bool unanswered = state.status == MilestoneStatus.DISPUTED && block.timestamp > state.until;
        if (!unanswered) _requireStatus(escrow, state.status, MilestoneStatus.FUNDED);
        uint40 until = uint40(block.timestamp) + terms.arbitration;
        (state.status, state.until) = (MilestoneStatus.DISPUTED, until);
        emit Disputed(escrow, party, until, grounds);
    }

    function reclaim(MilestoneTerms calldata terms, bytes32 payment) external {
        (bytes32 escrow, MilestoneState storage state) = _open(terms);
        uint64 left = _total(terms) - state.paid;
        _requireBuyer(terms, left);
        uint256 deadline = uint256(terms.deadline) + state.lost;
        if (state.until > deadline) deadline = state.until;
        require(block.timestamp > deadline, MilestoneTooEarly(deadline, block.timestamp));
        state.status = MilestoneStatus.RECLAIMED;
        emit Reclaimed(escrow, payment);
        _pay(terms, payment, terms.buyer, terms.buyer, left);
    }

    function refund(MilestoneTerms calldata terms, bytes32 payment) external {
        (bytes32 escrow, MilestoneState storage state) = _open(terms);
        uint64 left = _total(terms) - state.paid;
        uint32 party = _authorise(Right.PAY, terms.cash, left);
        require(party == terms.seller, MilestoneNotSeller(terms.seller, party));
        state.status = MilestoneStatus.REFUNDED;
        emit Refunded(escrow, payment);
        _pay(terms, payment, party, terms.buyer, left);
    }

    // ------------------------------------------------------------------ arbiter and agent

    function divide(MilestoneTerms calldata terms, uint64 toSeller, bytes32 payment, bytes32 refund_, bytes32 award)
        external
    {
        uint32 party = _authoriseTogether(Right.PAY);
        require(party == terms.arbiter, MilestoneNotArbiter(terms.arbiter, party));
        (bytes32 escrow, MilestoneState storage state) = _open(terms);
        _requireStatus(escrow, state.status, MilestoneStatus.DISPUTED);
        require(award != 0, MilestoneNothingNamed());
        require(block.timestamp <= state.until, MilestoneTooLate(state.until, block.timestamp));
        uint64 total = _total(terms);
        require(toSeller <= total, MilestoneAmountTooLarge(toSeller, total));
        uint64 left = total - state.paid;
        // The buyer may release until the award is mined, a cent at a time: that does not keep the seller from the rest.
        if (toSeller > left) toSeller = left;
        uint64 fee = _count(terms, state, toSeller);
        state.status = MilestoneStatus.DIVIDED;
        emit Divided(escrow, toSeller, fee, award, payment, refund_);
        _pay(terms, payment, party, terms.seller, toSeller - fee);
        _pay(terms, refund_, party, terms.buyer, left - toSeller);
    }

    function collect(MilestoneTerms calldata terms, bytes32 payment) external {
        uint32 party = _authorise(Right.PAY);
        require(party == terms.agent, MilestoneNotAgent(terms.agent, party));
        bytes32 escrow = idOf(terms);
        MilestoneState storage state = _states[escrow];
        _requireNotStopped(escrow, state);
        uint64 due = _fee(terms, state.paid) - state.collected;
        require(due != 0, MilestoneNothingLeft(escrow));
        state.collected += due;
        emit FeeCollected(escrow, due, payment);
        _pay(terms, payment, party, party, due);
    }

    // ------------------------------------------------------------------ authorities

    function setStopped(bytes32 escrow, uint32 payer, bool stopped) external {
        _requireBook(address(stops));
        require(payer == 0, StopsNamesAPayer(escrow, payer));
        MilestoneState storage state = _states[escrow];
        if (!stopped) return _resume(escrow, state);
        _requireUnended(escrow, state.status);
        if (state.stoppedAt != 0) return;
        state.stoppedAt = uint40(block.timestamp);
        emit ClockStopped(escrow);
    }

    function _resume(bytes32 escrow, MilestoneState storage state) private {
        uint40 lasted = uint40(block.timestamp) - state.stoppedAt;
        state.lost += lasted;
        // A dispute whose time had run out before stays unanswered.
        if (state.until >= state.stoppedAt) state.until += lasted;
        state.stoppedAt = 0;
        emit ClockResumed(escrow, state.lost, state.until);
    }

    // ------------------------------------------------------------------ reading

    function idOf(MilestoneTerms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    function stateOf(bytes32 escrow) external view returns (MilestoneState memory) {
        return _states[escrow];
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev An escrow in which something may still move.
    function _open(MilestoneTerms calldata terms)
        private
        view
        returns (bytes32 escrow, MilestoneState storage state)
    {
        escrow = idOf(terms);
        state = _states[escrow];
        _requireNotStopped(escrow, state);
        _requireUnended(escrow, state.status);
    }

    /// @return fee what of `amount`, which the seller is paid now, stays for the agent.
    function _count(MilestoneTerms calldata terms, MilestoneState storage state, uint64 amount)
        private
        returns (uint64 fee)
    {
        uint64 before = _fee(terms, state.paid);
        state.paid += amount;
        fee = _fee(terms, state.paid) - before;
    }

    /// @dev Out of keeping. A status is left once and a reference pays once, so no payment happens twice.
    function _pay(MilestoneTerms calldata terms, bytes32 payment, uint32 orderer, uint32 payee, uint64 amount)
        private
    {
        if (amount == 0) return;
        address to = PartyAccount.accountOf(payee);
        ISettlement(terms.cash).settleOnce(payment, orderer, address(this), to, amount, "");
    }

    function _fee(MilestoneTerms calldata terms, uint64 paid) private pure returns (uint64) {
        return uint64(uint256(paid) * terms.fee / WHOLE);
    }

    function _total(MilestoneTerms calldata terms) private pure returns (uint64) {
        uint256 total = 0;
        for (uint256 i; i < MILESTONES; ++i) total += terms.amounts[i];
        require(total <= type(uint64).max, MilestoneAmountTooLarge(total, type(uint64).max));
        return uint64(total);
    }

    function _requireSound(MilestoneTerms calldata terms) private view {
        require(block.timestamp <= terms.deadline, MilestoneTooLate(terms.deadline, block.timestamp));
        require(
            terms.arbiter != terms.buyer && terms.arbiter != terms.seller && terms.arbitration != 0,
            MilestoneNoArbiter(terms.arbiter, terms.arbitration)
        );
        require((terms.fee == 0) == (terms.agent == 0) && terms.fee <= WHOLE, MilestoneNoFee(terms.agent, terms.fee));
        _requireActive(terms.seller);
        _requireActive(terms.arbiter);
        if (terms.agent != 0) _requireActive(terms.agent);
        _requireListed(terms.cash);
    }

    function _requireBuyer(MilestoneTerms calldata terms, uint64 amount) private view {
        uint32 party = _authorise(Right.PAY, terms.cash, amount);
        require(party == terms.buyer, MilestoneNotBuyer(terms.buyer, party));
    }

    function _requireStatus(bytes32 escrow, MilestoneStatus status, MilestoneStatus allowed) private pure {
        require(status == allowed, MilestoneWrongStatus(escrow, status, allowed));
    }

    function _requireUnended(bytes32 escrow, MilestoneStatus status) private pure {
        bool open = status == MilestoneStatus.FUNDED || status == MilestoneStatus.DISPUTED;
        require(open, MilestoneWrongStatus(escrow, status, MilestoneStatus.FUNDED));
    }

    function _requireNotStopped(bytes32 escrow, MilestoneState storage state) private view {
        require(state.stoppedAt == 0, StopsForbidden(escrow, 0));
    }
}
