// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @title IStoppable: a deal whose payments an authority may forbid. It asks the book that it was deployed with, and no other.
/// @notice The deal keeps whether any order stands against one of its credits, standbys or escrows, so that a payment that nobody
/// forbids costs no question; where one stands it asks the book whom that forbids.
interface IStoppable {
    /// @dev An authority's order forbids `payer` to pay under `id`; 0 where it is the deal itself that pays.
    error StopsForbidden(bytes32 id, uint32 payer);
    /// @dev The deal itself pays under `id`: an order names no payer.
    error StopsNamesAPayer(bytes32 id, uint32 payer);

    /// @notice For the book: another order stands, with `stopped`, or the last was lifted. Refuses an order against what does not run;
    /// a lifting never, whatever became of it meanwhile.
    /// @param payer whom the order names, 0 for whoever pays.
    function setStopped(bytes32 id, uint32 payer, bool stopped) external;
}
