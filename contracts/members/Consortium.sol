// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Call, IConsortium, Proposal, ProposalStatus} from "./IConsortium.sol";
import {IMemberRegistry, Right} from "./IMemberRegistry.sol";
import {MemberOnly} from "./MemberOnly.sol";

/// @title Consortium
/// @dev Security contact: see SECURITY.md.
contract Consortium is IConsortium, MemberOnly {
    uint8 public threshold;
    uint40 public delay;
    /// @dev Part of every proposal's id: with new seats, what was proposed under the old ones is gone.
    uint32 private _round;
    uint32[] private _seats;
    mapping(bytes32 id => Proposal) private _proposals;

    constructor(IMemberRegistry members_, uint32[] memory seats_, uint8 threshold_, uint40 delay_) MemberOnly(members_) {
        _setSeats(seats_, threshold_, delay_);
    }

    function propose(Call[] calldata calls, uint256 salt)
        external
        returns (bytes32 proposal)
    {
        (uint32 seat, uint256 place) = _seat();
        proposal = idOf(calls, salt);
        _requireStatus(proposal, ProposalStatus.UNKNOWN);
        _proposals[proposal].status = ProposalStatus.PENDING;
        emit Proposed(proposal, seat, calls, salt);
        _approve(proposal, seat, place);
    }

    function approve(bytes32 proposal) external {
        (uint32 seat, uint256 place) = _seat();
        _requireStatus(proposal, ProposalStatus.PENDING);
        _approve(proposal, seat, place);
    }

    function execute(Call[] calldata calls, uint256 salt) external {
        (uint32 seat,) = _seat();
        bytes32 proposal = idOf(calls, salt);
        _requireStatus(proposal, ProposalStatus.CARRIED);
        uint40 ready = _proposals[proposal].ready;
        require(block.timestamp >= ready, ConsortiumNotReady(proposal, ready, block.timestamp));
        _proposals[proposal].status = ProposalStatus.EXECUTED;
        emit Executed(proposal, seat);
        for (uint256 i; i < calls.length; ++i) {
            // A call to where no code is succeeds: a wrong address would pass for done.
            require(calls[i].target.code.length != 0, ConsortiumCallFailed(calls[i].target));
            (bool ok, bytes memory answer) = calls[i].target.call(calls[i].data);
            if (ok) continue;
            require(answer.length != 0, ConsortiumCallFailed(calls[i].target));
            // Solidity has no other way to pass the target's own error on as it came.
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    function object(bytes32 proposal) external {
        (uint32 seat, uint256 place) = _seat();
        Proposal storage record = _proposals[proposal];
        if (record.status != ProposalStatus.CARRIED) _requireStatus(proposal, ProposalStatus.PENDING);
        record.objections = _vote(proposal, seat, record.objections, place);
        emit Objected(proposal, seat);
        if (_count(record.objections) > _seats.length - threshold) {
            record.status = ProposalStatus.CANCELLED;
            emit Cancelled(proposal);
        }
    }

    function setSeats(uint32[] calldata seats_, uint8 threshold_, uint40 delay_) external {
        require(msg.sender == address(this), ConsortiumNotItself(msg.sender));
        for (uint256 i; i < seats_.length; ++i) members.requireActive(seats_[i]);
        _setSeats(seats_, threshold_, delay_);
    }

    function seats() external view returns (uint32[] memory) {
        return _seats;
    }

    function proposalOf(bytes32 proposal) external view returns (Proposal memory) {
        return _proposals[proposal];
    }

    function idOf(Call[] calldata calls, uint256 salt) public view returns (bytes32) {
        return keccak256(abi.encode(_round, calls, salt));
    }

    function _approve(bytes32 proposal, uint32 seat, uint256 place) private {
        Proposal storage record = _proposals[proposal];
        record.approvals = _vote(proposal, seat, record.approvals, place);
        emit Approved(proposal, seat);
        if (_count(record.approvals) == threshold) {
            uint40 ready = uint40(block.timestamp) + delay;
            record.status = ProposalStatus.CARRIED;
            record.ready = ready;
            emit Carried(proposal, ready);
        }
    }

    function _vote(bytes32 proposal, uint32 seat, uint64 votes, uint256 place) private pure returns (uint64) {
        uint64 bit = uint64(1) << uint64(place);
        require(votes & bit == 0, ConsortiumAlreadyVoted(proposal, seat));
        return votes | bit;
    }

    function _setSeats(uint32[] memory seats_, uint8 threshold_, uint40 delay_) private {
        require(
            threshold_ > 1 && threshold_ <= seats_.length && seats_.length <= 64,
            ConsortiumInvalidSeats(seats_.length, threshold_)
        );
        for (uint256 i; i < seats_.length; ++i) {
            for (uint256 j; j < i; ++j) {
                require(seats_[i] != seats_[j], ConsortiumInvalidSeats(seats_.length, threshold_));
            }
        }
        _seats = seats_;
        threshold = threshold_;
        delay = delay_;
        ++_round;
        emit SeatsSet(seats_, threshold_, delay_);
    }

    /// @dev The acting seat and its place in the list; a vote takes two persons.
    function _seat() private view returns (uint32 seat, uint256 place) {
        seat = _authoriseTogether(Right.GOVERN);
        for (; place < _seats.length; ++place) {
            if (_seats[place] == seat) return (seat, place);
        }
        revert ConsortiumNotASeat(seat);
    }

    function _requireStatus(bytes32 proposal, ProposalStatus allowed) private view {
        ProposalStatus status = _proposals[proposal].status;
        // A status is compared, not the moment that stands beside it.
        // slither-disable-next-line incorrect-equality
        require(status == allowed, ConsortiumWrongStatus(proposal, status, allowed));
    }

    function _count(uint64 bits) private pure returns (uint256 count) {
        for (; bits != 0; bits &= bits - 1) ++count;
    }
}
