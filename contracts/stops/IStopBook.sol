// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IStoppable} from "./IStoppable.sol";

/// @notice Why an authority forbids to pay.
enum StopGround {
    INJUNCTION,
    FRAUD
}

/// @title IStopBook: what authorities forbid to pay, such as a court by its injunction where fraud is alleged.
/// @notice An order is against one credit, standby or escrow of a deal, by its id alone: an authority need not know the terms. It names
/// a payer, such as a bank in its jurisdiction, or forbids whoever it is to pay. What else stops is the deal's to say. Each authority
/// lifts its own order; it pays again when none is left. Where one of a deal's came of another, as a transferred credit of the one that
/// was transferred, an order against that one stands against both, and not the other way.
///
/// Trust: whom the consortium gives the role REGULATOR may stop every deal, and can neither pay nor end one.
interface IStopBook {
    /// @dev `payer` 0 is whoever pays.
    event PaymentStopped(
        address indexed deal,
        bytes32 indexed id,
        uint32 indexed authority,
        uint32 payer,
        StopGround ground,
        bytes32 reason
    );
    event StopLifted(
        address indexed deal, bytes32 indexed id, uint32 indexed authority, uint32 payer, bytes32 reason
    );

    error StopsNoReason(bytes32 id);
    error StopsOrderedAlready(bytes32 id, uint32 payer, uint32 authority);
    error StopsNotOrdered(bytes32 id, uint32 payer, uint32 authority);

    /// @notice An authority (role REGULATOR, which the consortium gives) forbids to pay under what runs. Always two persons with the
    /// right to undertake.
    /// @param payer a party's number, or 0 for whoever pays. @param reason salted commitment to the order.
    function stop(IStoppable deal, bytes32 id, uint32 payer, StopGround ground, bytes32 reason) external;

    /// @notice It lifts its own order, whatever became of what that was against. Always two persons with the right to undertake.
    /// @param payer as in the order. @param reason salted commitment to why.
    function lift(IStoppable deal, bytes32 id, uint32 payer, bytes32 reason) external;

    /// @notice For a deal before a payment: refuses with `IStoppable.StopsForbidden` while an order forbids `payer` to pay under
    /// an id of the caller's, or under the one that it follows.
    function requireFree(bytes32 id, uint32 payer) external view;

    /// @notice For a deal: whatever order stands against `first`, of the deal's own, stands against `id` too.
    function follow(bytes32 id, bytes32 first) external;

    /// @return Whether this authority's order stands.
    function isOrdered(address deal, bytes32 id, uint32 payer, uint32 authority) external view returns (bool);

    /// @return How many orders stand, whomever they name.
    function ordersOf(address deal, bytes32 id) external view returns (uint256);
}
