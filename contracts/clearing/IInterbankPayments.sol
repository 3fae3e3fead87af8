// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

enum ClearingStatus {
    UNKNOWN,
    CLEARED,
    RETURNED
}

/// @notice A way from one bank to another. Claims on the issuer of `from` become claims on the issuer of `to`; the first pays the
/// second in `settlement`, a token of one that both trust: the central bank, or a correspondent. All three are deposit tokens of one
/// currency.
struct Corridor {
    address from;
    address to;
    address settlement;
}

/// @notice What a payer orders. `payment` is the reference of its UETR, as for every payment, and all three legs have it; `payee` the number of a customer of the
/// other bank; `amount` in minor units.
struct Instruction {
    bytes32 payment;
    Corridor by;
    uint32 payee;
    uint64 amount;
}

/// @notice How much may still go by a corridor: what the bank of the payer lets out, and what the bank of the payee takes in.
struct Line {
    uint64 mandated;
    uint64 accepted;
}

/// @title IInterbankPayments: a claim on one bank is paid to a customer of another, in one transaction.
/// @notice The payer's claim on its bank is redeemed, its bank pays the other in settlement money, and the other bank owes the payee:
/// all three, or nothing. The payer orders. Each bank has agreed before, by two persons, to an amount that is used up: the payer's
/// bank mandates how much of its settlement money may go out this way, the payee's bank accepts how much more it will owe against
/// it. Nothing renews itself. A bank that wants to look at each payment keeps its line short.
///
/// A payment is returned by its payee alone, whole and once, the same way back. That uses no line. It gives each side what the payment used
/// of it, unless the bank has set that side anew meanwhile.
///
/// Trust: each bank has appointed this contract in its own token to redeem and mint for it, and can end that at any time. It does so
/// against settlement money of the same amount in the same transaction, and within what the bank agreed to.
interface IInterbankPayments {
    /// @dev The line as it is from now on: as the bank set it, or longer by what was given back.
    event Mandated(address indexed from, address indexed to, address indexed settlement, uint64 amount);
    event Accepted(address indexed from, address indexed to, address indexed settlement, uint64 amount);
    /// @dev Three movements of cash follow. Both sides of the line are shorter by the amount.
    event Cleared(bytes32 indexed clearing, uint32 indexed payer, Instruction instruction);
    event Returned(bytes32 indexed clearing, bytes32 reason);

    error ClearingNotIssuer(uint32 issuer, uint32 party);
    error ClearingNotPayee(uint32 payee, uint32 party);
    /// @dev `from` and `to` are two tokens.
    error ClearingOneToken(address token);
    error ClearingOtherCurrency(uint16 currency, uint16 other);
    error ClearingAboveMandate(uint64 left, uint64 amount);
    error ClearingAboveAcceptance(uint64 left, uint64 amount);
    error ClearingWrongStatus(bytes32 clearing, ClearingStatus status, ClearingStatus allowed);
    error ClearingNoReason(bytes32 clearing);

    /// @notice The issuer of `from` lets `amount` of its settlement money go out by the corridor from now on, in place of what was left.
    /// 0 closes it. Two persons.
    function mandate(Corridor calldata by, uint64 amount) external;

    /// @notice The issuer of `to` will owe `amount` more against settlement money from now on, in place of what was left. 0 closes the
    /// corridor. Two persons.
    function accept(Corridor calldata by, uint64 amount) external;

    /// @notice The acting party pays. Two persons, unless within its limit for the token that it pays with.
    function pay(Instruction calldata instruction) external;

    /// @notice The payee gives the whole payment back. Two persons. @param payer who paid. @param reason a salted commitment.
    function giveBack(uint32 payer, Instruction calldata instruction, bytes32 reason) external;

    function idOf(uint32 payer, Instruction calldata instruction) external pure returns (bytes32);

    function statusOf(bytes32 clearing) external view returns (ClearingStatus);

    function lineOf(Corridor calldata by) external view returns (Line memory);
}
