// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IIssuance} from "./IIssuance.sol";
import {ISettlement} from "./ISettlement.sol";

/// @notice How a payment with a reference moved cash, and whether it was reversed. PAID from holder to holder; PAID_IN where the
/// issuer owes anew, PAID_OUT where a holder gave its claim up; FORCED by the issuer, as a court or the law orders; CLEARED by an
/// instrument that the issuer has appointed, in or out; SETTLED by an instrument for a deal, which says what it was for.
enum PaymentStatus {
    UNKNOWN,
    PAID,
    PAID_IN,
    PAID_OUT,
    FORCED,
    REVERSED,
    CLEARED,
    SETTLED
}

/// @notice A payment as it was made. `payer` is 0 where it was paid in, `payee` 0 where it was paid out; either is 0 where an instrument
/// paid out of its keeping or took into it. `instrument` is the number of the instrument that cleared or settled it, else 0.
struct Payment {
    uint32 payer;
    uint32 payee;
    uint64 amount;
    PaymentStatus status;
    uint16 instrument;
}

/// @title IDepositToken: a claim on one member bank in one currency, held by party accounts only.
/// @notice Amounts are in minor units and fit 64 bits. ERC-20 allowances do not exist here, and there is no `permit`: who
/// acts for an account is its operators, through members. Name and symbol are empty, for no text stands on the chain.
///
/// A payment carries a reference: the hash of its UETR, the end-to-end reference by which every bank on its way knows it, and in the
/// last 32 bits the number of who orders the payment. Nobody else pays under it, so nobody uses up what it saw on its way to the
/// chain; and the same reference pays once in this token, in whatever way. A payment is never edited: who may reverse it moves the same amount back, by
/// two persons, once, with a commitment to the reason, and both stay. What was paid from holder to holder is returned by who was
/// paid; what the issuer paid in or out is reversed by the issuer; against a holder's will cash moves only by `force`.
///
/// Trust: the issuer is trusted to owe what it minted; its claim is as good as the bank. It is trusted to force what a court or the
/// law orders and nothing else: whoever is hit holds the order's commitment against it.
interface IDepositToken is IERC20, ISettlement, IIssuance {
    event Minted(uint32 indexed to, uint64 amount);
    event Redeemed(uint32 indexed from, uint64 amount);
    event Settled(bytes32 indexed payment);
    event Frozen(uint32 indexed party);
    event Unfrozen(uint32 indexed party);
    /// @dev Of a payment with a reference; the Transfer that follows says from whom, to whom and how much.
    event Paid(bytes32 indexed payment, PaymentStatus status);
    /// @dev The Transfer that follows undoes that of `payment`. `reason` is a salted commitment.
    event Reversed(bytes32 indexed payment, bytes32 reason);
    /// @dev `Paid` and the Transfer follow. `undoes` is the payment that the order undoes, or 0; `order` commits to the order.
    event Forced(bytes32 indexed payment, bytes32 indexed undoes, bytes32 order);
    event Appointed(address indexed instrument, bool appointed);

    error CashNotIssuer(uint32 issuer, uint32 party);
    error CashFrozen(address account);
    error CashNotFrozen(uint32 party);
    error CashNotAccount(address account);
    error CashNotSettler(address caller);
    /// @dev An instrument pays from a party or its own keeping, to a party or its own keeping.
    error CashNotInKeeping(address account, address caller);
    error CashAmountTooLarge(uint256 amount, uint256 allowed);
    error CashZeroAmount();
    error CashNoAllowances();
    error CashPaidAlready(bytes32 payment, PaymentStatus status);
    /// @dev Its last 32 bits are not the number of who orders.
    error CashReferenceOfAnother(bytes32 payment, uint32 orderer);
    /// @dev PAID, PAID_IN and PAID_OUT are reversed, once; nothing else is.
    error CashNotReversible(bytes32 payment, PaymentStatus status);
    error CashNotPayee(uint32 payee, uint32 party);
    /// @dev An order undoes a payment from holder to holder, back from its payee to its payer and whole.
    error CashNotUndone(bytes32 payment, PaymentStatus status, uint32 payer, uint32 payee, uint64 amount);
    /// @dev A reference, a reason or an order that is 0 is none.
    error CashNothingNamed();
    error CashNotAppointed(address caller);
    /// @dev Numbers of instruments: which cleared the payment, and which would give it back.
    error CashClearedByAnother(bytes32 payment, uint16 instrument, uint16 caller);

    /// @notice The issuer owes `to` this much more. Two persons, unless within the issuer's limit.
    function mint(uint32 to, uint64 amount) external;

    /// @notice The acting party gives up this much of its claim; the issuer pays it out elsewhere.
    function redeem(uint64 amount) external;

    /// @notice `mint` under a reference. @param payment see above, of this and each that follows.
    function payIn(bytes32 payment, uint32 to, uint64 amount) external;

    /// @notice `redeem` under a reference, by which the issuer pays out elsewhere.
    function payOut(bytes32 payment, uint64 amount) external;

    /// @notice The acting party pays `to`, an admitted party that is not suspended.
    function pay(bytes32 payment, uint32 to, uint64 amount) external;

    /// @notice Move the whole of a payment back to where it came from. Two persons: of the payee, if it was paid from holder to
    /// holder; else of the issuer, who thereby takes a mint back (even out of a frozen account, if it lies there still), or owes
    /// again what was paid out and came back to it. Reaches a payer that has been suspended or frozen since.
    function reverse(bytes32 payment, bytes32 reason) external;

    /// @notice The issuer moves cash of a party against its will, out of a frozen account too, as a court or the law orders.
    /// Two persons. @param undoes the payment that is undone so, then of the same amount, the other way round; or 0.
    function force(bytes32 payment, bytes32 undoes, uint32 from, uint32 to, uint64 amount, bytes32 order) external;

    /// @notice The issuer lets an instrument redeem and mint for it (see `IIssuance`), or no longer. Two persons, with the role of a bank.
    function appoint(address instrument, bool appointed) external;

    /// @notice The issuer stops all payments out of a party's account, as a court or the law orders. Two persons.
    function freeze(uint32 party) external;

    function unfreeze(uint32 party) external;

    /// @return The number of the bank that owes.
    function issuer() external view returns (uint32);

    /// @return ISO 4217 numeric code.
    function currency() external view returns (uint16);

    function isFrozen(uint32 party) external view returns (bool);

    function isAppointed(address instrument) external view returns (bool);

    function paymentOf(bytes32 payment) external view returns (Payment memory);
}
