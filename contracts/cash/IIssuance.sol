// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @title IIssuance: how an instrument that a bank has appointed in its own token redeems and mints for that bank.
/// @notice The caller is such an instrument, which the consortium lists too, open or closing, with the capability CASH. It is trusted
/// to ask the holder's operators first, and to mint only what the bank is paid for. `payment` is a reference as every payment has one,
/// of the payer.
interface IIssuance {
    /// @notice `holder` gives up this much of its claim. Refused to a frozen holder, and above what it holds.
    function redeemFor(bytes32 payment, uint32 holder, uint64 amount) external;

    /// @notice The bank owes `to` this much more: an admitted party that is not suspended, in a token that is open. `payer` ordered it.
    function mintFor(bytes32 payment, uint32 payer, uint32 to, uint64 amount) external;

    /// @notice What the calling instrument did by one of the two under this reference is undone, whole and once, for a reason that is
    /// committed to.
    function giveBackFor(bytes32 payment, bytes32 reason) external;
}
