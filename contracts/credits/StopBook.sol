// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IMemberRegistry, InstrumentStatus, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {CreditStatus, ILetterOfCredit} from "./ILetterOfCredit.sol";
import {IStopBook} from "./IStopBook.sol";

/// @title StopBook
/// @dev Security contact: see SECURITY.md.
contract StopBook is IStopBook, MemberOnly {
    uint256 private constant RUNNING = (1 << uint8(CreditStatus.ISSUED)) | (1 << uint8(CreditStatus.ADVISED));

    mapping(address deal => mapping(bytes32 credit => mapping(uint32 authority => bool))) private _ordered;
    mapping(address deal => mapping(bytes32 credit => uint256)) private _orders;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    function stop(ILetterOfCredit deal, bytes32 credit, bytes32 reason) external {
        uint32 authority = _authoriseTogether(Right.UNDERTAKE);
        _requireRole(Role.REGULATOR);
        require(reason != 0, StopsNoReason(credit));
        InstrumentStatus status = members.instrumentOf(address(deal)).status;
        require(
            status == InstrumentStatus.OPEN || status == InstrumentStatus.CLOSING, StopsNotADeal(address(deal))
        );
        CreditStatus standing = deal.creditOf(credit).status;
        require(
            RUNNING & (1 << uint8(standing)) != 0, ILetterOfCredit.CreditsWrongStatus(credit, standing, RUNNING)
        );
        require(!_ordered[address(deal)][credit][authority], StopsOrderedAlready(credit, authority));
        _ordered[address(deal)][credit][authority] = true;
        uint256 orders = ++_orders[address(deal)][credit];
        emit CreditStopped(address(deal), credit, authority, reason);
        if (orders == 1) deal.setStopped(credit, true);
    }

    function lift(ILetterOfCredit deal, bytes32 credit, bytes32 reason) external {
        uint32 authority = _authoriseTogether(Right.UNDERTAKE);
        require(reason != 0, StopsNoReason(credit));
        require(_ordered[address(deal)][credit][authority], StopsNotOrdered(credit, authority));
        _ordered[address(deal)][credit][authority] = false;
        uint256 orders = --_orders[address(deal)][credit];
        emit StopLifted(address(deal), credit, authority, reason);
        if (orders == 0) deal.setStopped(credit, false);
    }

    // ------------------------------------------------------------------ reading

    function isOrdered(address deal, bytes32 credit, uint32 authority) external view returns (bool) {
        return _ordered[deal][credit][authority];
    }

    function ordersOf(address deal, bytes32 credit) external view returns (uint256) {
        return _orders[deal][credit];
    }
}
