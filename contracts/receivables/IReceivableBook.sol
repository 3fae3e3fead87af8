// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Financing} from "./IFinanceRegister.sol";

/// @notice REGISTERED is claimed by the seller; APPROVED binds the obligor to pay the holder at maturity; PAID, SPLIT and VOID are
/// ends: paid by the obligor, replaced by its parts, credited in full.
enum ReceivableStatus {
    UNKNOWN,
    REGISTERED,
    APPROVED,
    PAID,
    SPLIT,
    VOID
}

/// @notice What the obligor was told of an assignment: nothing; by the holder; and it has answered that it will pay that holder.
enum Notice {
    NONE,
    GIVEN,
    ACKNOWLEDGED
}

/// @notice What is owed, by whom to whom. `cash` is the deposit token, `amount` in its minor units, `due` a day since 1970-01-01.
/// `document` is the salted commitment to the invoice; it makes the hash of these terms impossible to guess.
struct ReceivableTerms {
    uint32 seller;
    uint32 obligor;
    address cash;
    uint64 amount;
    uint32 due;
    bytes32 document;
}

/// @notice A receivable as it stands. `payee` is whom the obligor has been told to pay; `recourse` the number that sold it with
/// recourse, or 0; `share` the basis points of the document that it stands for; `financing` what covers it in the register, or 0;
/// `payments` counts what was paid for it.
struct Receivable {
    uint32 seller;
    uint32 obligor;
    uint32 holder;
    uint32 payee;
    uint32 recourse;
    uint32 due;
    ReceivableStatus status;
    bool disputed;
    Notice notice;
    uint16 share;
    uint16 payments;
    address cash;
    uint64 amount;
    bytes32 financing;
}

/// @notice What holder and buyer agreed. `price` is paid for a claim of `amount`; `until` is the last second to buy; `salt` is
/// random: only the hash of this is offered, so that the price stands in no event.
struct Sale {
    bytes32 receivable;
    uint32 seller;
    uint32 buyer;
    uint64 amount;
    uint64 price;
    bool withRecourse;
    uint40 until;
    bytes32 salt;
}

/// @notice What a holder asks of whoever sold to it with recourse; as with a sale only its hash is told to everybody.
struct Claim {
    bytes32 receivable;
    uint64 amount;
    bytes32 salt;
}

/// @notice A part of a receivable, for its next holder.
struct Part {
    uint32 holder;
    uint64 amount;
    bytes32 salt;
}

/// @title IReceivableBook: what is owed on invoices, sold once, repaid to whoever holds it.
/// @notice A receivable's id is the hash of its terms, a part's the hash of the whole and the part. Price and assignment are one
/// transaction, and take what the buyer has reserved in the register, so that a receivable is financed once. The obligor pays
/// whom it was told to pay: its creditor until the holder has given notice, the holder afterwards. Nothing pays by itself:
/// persons of the obligor repay, on whichever day.
///
/// Payables finance is the same begun by the obligor: it approves an invoice that its supplier has not registered, and the supplier
/// offers what it then holds. Deep tiers are parts: each is a receivable of the same obligor and day.
interface IReceivableBook {
    event Registered(bytes32 indexed receivable, ReceivableTerms terms);
    event Approved(bytes32 indexed receivable);
    event Disputed(bytes32 indexed receivable, bytes32 grounds);
    event DisputeEnded(bytes32 indexed receivable);
    event Reduced(bytes32 indexed receivable, uint64 amount, bytes32 creditNote);
    event Offered(bytes32 indexed receivable, bytes32 sale);
    event OfferWithdrawn(bytes32 indexed receivable);
    event Sold(bytes32 indexed receivable, uint32 indexed buyer, bytes32 financing, bool withRecourse);
    event Assigned(bytes32 indexed receivable, uint32 indexed holder);
    event Split(bytes32 indexed receivable);
    event PartMade(bytes32 indexed receivable, bytes32 indexed whole, Part part, uint16 share);
    event NoticeGiven(bytes32 indexed receivable, uint32 indexed holder);
    event NoticeAcknowledged(bytes32 indexed receivable, uint32 indexed holder);
    event RecourseClaimed(bytes32 indexed receivable, bytes32 claim);
    event Repurchased(bytes32 indexed receivable, uint32 indexed holder);
    event Repaid(bytes32 indexed receivable, uint32 indexed payee);

    error ReceivablesNotSeller(uint32 seller, uint32 party);
    error ReceivablesNotObligor(uint32 obligor, uint32 party);
    error ReceivablesNotHolder(uint32 holder, uint32 party);
    error ReceivablesNotBuyer(uint32 buyer, uint32 party);
    error ReceivablesNotLiable(uint32 recourse, uint32 party);
    error ReceivablesInvalidTerms(bytes32 receivable, uint64 amount, uint32 due, uint32 today);
    error ReceivablesAlreadyRegistered(bytes32 receivable);
    /// @dev `allowed` is a bitmap of statuses.
    error ReceivablesWrongStatus(bytes32 receivable, ReceivableStatus status, uint256 allowed);
    error ReceivablesDisputed(bytes32 receivable);
    error ReceivablesNotDisputed(bytes32 receivable);
    error ReceivablesOneHand(bytes32 receivable, uint32 party);
    error ReceivablesNotOffered(bytes32 receivable, bytes32 offered, bytes32 sale);
    error ReceivablesOtherAmount(bytes32 receivable, uint64 amount, uint64 given);
    error ReceivablesOfferOver(uint40 until, uint256 time);
    error ReceivablesFinanced(bytes32 receivable, bytes32 financing);
    error ReceivablesOtherFinancing(bytes32 financing, bytes32 given);
    error ReceivablesNotAll(bytes32 receivable, uint256 parts, uint64 amount);
    error ReceivablesPartTooSmall(bytes32 receivable, uint64 amount);
    error ReceivablesTooManyParts(uint256 parts, uint256 allowed);
    error ReceivablesNotified(bytes32 receivable, uint32 payee);
    error ReceivablesOtherNotice(bytes32 receivable, uint32 payee, Notice notice);
    error ReceivablesOtherPayee(bytes32 receivable, uint32 payee, uint32 given);
    error ReceivablesNotDue(uint32 due, uint32 today);
    error ReceivablesNotClaimed(bytes32 receivable, bytes32 claimed, bytes32 claim);

    // --- the claim

    /// @notice The seller registers an invoice, due today or later.
    function register(ReceivableTerms calldata terms) external returns (bytes32 receivable);

    /// @notice The obligor undertakes irrevocably to pay the holder at maturity, of what the seller has registered or, in payables
    /// finance, before it has. Two persons, unless within its limit. Ends its dispute.
    function approve(ReceivableTerms calldata terms) external returns (bytes32 receivable);

    /// @notice The obligor contests what it has not approved. @param grounds salted commitment to why.
    function dispute(bytes32 receivable, bytes32 grounds) external;

    /// @notice The obligor contests it no longer.
    function endDispute(bytes32 receivable) external;

    /// @notice A credit note: the holder gives up `amount` of its claim. Two persons, unless within its limit. What was offered is
    /// offered no longer. @param creditNote salted commitment to the note.
    function reduce(bytes32 receivable, uint64 amount, bytes32 creditNote) external;

    // --- the sale

    /// @notice The holder offers to sell on terms of which `sale` is the hash. Always two persons. A new offer replaces the old.
    function offer(bytes32 receivable, bytes32 sale) external;

    function withdrawOffer(bytes32 receivable) external;

    /// @notice The buyer pays the price and is the holder, in one. Two persons, unless within its limit.
    /// @param financing the buyer's reservation in the register, which this finances; 0 where the receivable is financed and is sold
    /// on, with its financing and without recourse. @param payment opaque, passed to the cash.
    function buy(Sale calldata sale, bytes32 financing, bytes calldata payment) external;

    /// @notice The holder hands it to another, for what is settled elsewhere. Two persons, unless the amount is within its limit.
    function assign(bytes32 receivable, uint32 holder) external;

    /// @notice The holder replaces what is approved and not financed by up to 16 parts, which are its whole. Two persons, unless
    /// the amount is within its limit.
    function split(bytes32 receivable, Part[] calldata parts) external;

    // --- repayment

    /// @notice The holder tells the obligor to pay it from now on.
    function giveNotice(bytes32 receivable) external;

    /// @notice The obligor answers that it will pay `holder`.
    function acknowledge(bytes32 receivable, uint32 holder) external;

    /// @notice The obligor pays the whole to whom it was told to pay. Two persons, unless within its limit.
    /// @param payee whom it means to pay: refused if notice of another came in between.
    function repay(bytes32 receivable, uint32 payee, bytes calldata payment) external;

    /// @notice The holder claims from whoever sold to it with recourse, of what is overdue or disputed. @param claim hash of the Claim.
    function claimRecourse(bytes32 receivable, bytes32 claim) external;

    /// @notice Whoever sold it with recourse pays what is claimed and is the holder again, in one. Two persons, unless within its
    /// limit.
    /// @param financing what the register keeps for it, which is released.
    function repurchase(Claim calldata claim, Financing calldata financing, bytes calldata payment) external;

    // --- reading

    function receivableOf(bytes32 receivable) external view returns (Receivable memory);

    /// @return sale the hash that is offered, or 0. @return claim the hash that is claimed, or 0.
    function pendingOf(bytes32 receivable) external view returns (bytes32 sale, bytes32 claim);

    function idOf(ReceivableTerms calldata terms) external pure returns (bytes32);

    function partIdOf(bytes32 whole, Part calldata part) external pure returns (bytes32);
}
