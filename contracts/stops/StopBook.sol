// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IMemberRegistry, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {IStopBook, StopGround} from "./IStopBook.sol";
import {IStoppable} from "./IStoppable.sol";

/// @title StopBook
/// @dev Security contact: see SECURITY.md.
contract StopBook is IStopBook, MemberOnly {
    /// @dev The orders against one payer, or against whoever pays.
    struct Orders {
        uint256 standing;
        mapping(uint32 authority => bool) by;
    }

    mapping(address deal => mapping(bytes32 id => mapping(uint32 payer => Orders))) private _orders;
    mapping(address deal => mapping(bytes32 id => uint256)) private _standing;
    mapping(address deal => mapping(bytes32 id => bytes32 first)) private _follows;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    function stop(IStoppable deal, bytes32 id, uint32 payer, StopGround ground, bytes32 reason) external {
        uint32 authority = _authoriseTogether(Right.UNDERTAKE);
        _requireRole(Role.REGULATOR);
        require(reason != 0, StopsNoReason(id));
        _requireDeal(address(deal));
        Orders storage orders = _orders[address(deal)][id][payer];
        require(!orders.by[authority], StopsOrderedAlready(id, payer, authority));
        orders.by[authority] = true;
        ++orders.standing;
        ++_standing[address(deal)][id];
        emit PaymentStopped(address(deal), id, authority, payer, ground, reason);
        deal.setStopped(id, payer, true);
    }

    function lift(IStoppable deal, bytes32 id, uint32 payer, bytes32 reason) external {
        uint32 authority = _authoriseTogether(Right.UNDERTAKE);
        require(reason != 0, StopsNoReason(id));
        Orders storage orders = _orders[address(deal)][id][payer];
        require(orders.by[authority], StopsNotOrdered(id, payer, authority));
        orders.by[authority] = false;
        --orders.standing;
        uint256 left = --_standing[address(deal)][id];
        emit StopLifted(address(deal), id, authority, payer, reason);
        // One that follows another goes on asking: an order may stand against that.
        if (left == 0 && _follows[address(deal)][id] == 0) deal.setStopped(id, payer, false);
    }

    // ------------------------------------------------------------------ what a deal tells

    function follow(bytes32 id, bytes32 first) external {
        _follows[msg.sender][id] = first;
    }

    // ------------------------------------------------------------------ reading

    function requireFree(bytes32 id, uint32 payer) external view {
        bytes32 first = _follows[msg.sender][id];
        uint256 standing = _against(id, payer) + (first == 0 ? 0 : _against(first, payer));
        require(standing == 0, IStoppable.StopsForbidden(id, payer));
    }

    function isOrdered(address deal, bytes32 id, uint32 payer, uint32 authority) external view returns (bool) {
        return _orders[deal][id][payer].by[authority];
    }

    function ordersOf(address deal, bytes32 id) external view returns (uint256) {
        return _standing[deal][id];
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev How many orders of the asking deal forbid it.
    function _against(bytes32 id, uint32 payer) private view returns (uint256) {
        mapping(uint32 payer => Orders) storage orders = _orders[msg.sender][id];
        return orders[0].standing + orders[payer].standing;
    }
}
