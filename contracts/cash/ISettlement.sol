// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @title ISettlement: how a deal pays. Deals know this and nothing else of cash: neither balances nor allowances.
interface ISettlement {
    /// @notice Move `amount` from `payer` to `payee`, or refuse. Only an instrument that the consortium lists with the
    /// capability CASH may call; it is trusted to ask the payer's operators first, and to pay each `payment` once.
    /// @param payment what is paid for, unique to chain, contract, deal and drawing, from which its UETR follows; or the reference of
    /// the payment between customers that this one covers. @param amount in minor units.
    /// @param payer account of a party, or the calling instrument itself, which then pays out of its keeping.
    /// @param payee account of a party, or the calling instrument itself, which then takes into keeping.
    /// @param data opaque to the deal; empty while amounts are plain.
    function settle(bytes32 payment, address payer, address payee, uint64 amount, bytes calldata data) external;

    /// @notice The same, where who orders gives the payment a reference (see `IDepositToken`), which pays once in this cash, in
    /// whatever way. @param orderer number of the party whose operators the instrument asked: the reference is to be its own.
    function settleOnce(
        bytes32 payment,
        uint32 orderer,
        address payer,
        address payee,
        uint64 amount,
        bytes calldata data
    ) external;
}
