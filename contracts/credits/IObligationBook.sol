// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Availability, Days, Tenor} from "./ILetterOfCredit.sol";

/// @notice OWED until its obligor has paid, which ends it.
enum ObligationStatus {
    UNKNOWN,
    OWED,
    PAID
}

/// @notice A deferred payment undertaking, or an accepted draft (UCP 600 art. 2, honour b and c).
enum ObligationKind {
    DEFERRED_PAYMENT,
    ACCEPTANCE
}

/// @notice What a bank owes at a day: `amount` in minor units of `cash`, at `due`, in days since 1970-01-01. `obligee` is who is
/// paid, looked up when it is paid. `drawing` is what it came of.
struct Obligation {
    ObligationStatus status;
    ObligationKind kind;
    uint32 obligor;
    uint32 obligee;
    uint32 due;
    uint64 amount;
    address cash;
    bytes32 drawing;
}

/// @notice To whom an obligation is offered, and at which price in minor units of its cash; 0 and 0 for nobody.
struct Offer {
    uint32 buyer;
    uint64 price;
}

/// @title IObligationBook: what banks undertook to pay at maturity, apart from the credits that it came of.
/// @notice An obligation outlives its credit and the version that it was written in. Nothing is paid by its falling due: the
/// obligor's officers pay, two of them.
///
/// Trust: an instrument that the consortium lists with the capability CASH is trusted to make only the party that acts in it
/// owe, as it is trusted to make only that party pay.
interface IObligationBook {
    event Incurred(bytes32 indexed obligation, Obligation terms);
    event ObligationPaid(bytes32 indexed obligation, uint32 payee);
    event ObligationOffered(bytes32 indexed obligation, Offer offer);
    event ObligationSold(bytes32 indexed obligation, uint32 seller, uint32 buyer);

    error ObligationsNotADeal(address caller);
    error ObligationsIncurredAlready(bytes32 obligation);
    error ObligationsNotObligor(uint32 obligor, uint32 party);
    error ObligationsWrongStatus(bytes32 obligation, ObligationStatus status, ObligationStatus allowed);
    error ObligationsNotDue(uint32 due, uint32 today);
    error ObligationsNotObligee(uint32 obligee, uint32 party);
    /// @dev More than nothing and at most what is owed; to another than the one that is owed.
    error ObligationsInvalidOffer(bytes32 obligation, uint32 buyer, uint64 price, uint64 amount);
    error ObligationsNotOffered(bytes32 obligation, uint32 party, uint64 price);

    /// @notice For instruments: `owed.obligor`, the party that acts in the caller, takes up a drawing and owes each part of it that
    /// is not at sight. The amount of `owed` is the whole drawing, or a share of it; its status is of no account, and in place of a due
    /// date is the number of its first part: 0, unless other shares of the drawing were incurred before.
    /// @param from whence the days of each part count.
    /// @param dues the due date of each such part, in their order, in days since 1970-01-01.
    /// @return atSight what is to be paid now, in minor units.
    function incur(
        Obligation calldata owed,
        Tenor[] calldata tenors,
        Days calldata from,
        uint32[] calldata dues
    ) external returns (uint64 atSight);

    /// @return Whether these tenors go together, and with how a credit is available (UCP 600 art. 6b).
    function fit(Tenor[] calldata tenors, Availability by) external pure returns (bool);

    /// @notice Pay what is due, to whoever is the obligee now. Two persons, unless within the bank's limit.
    /// @param payment opaque, passed to the cash.
    function pay(bytes32 obligation, bytes calldata payment) external;

    /// @notice The obligee offers what it is owed to one party at one price. A new offer replaces the old; to nobody for nothing, it
    /// is taken back. Always two persons.
    function offer(bytes32 obligation, Offer calldata offered) external;

    /// @notice The party named buys, at exactly the price that was offered: it pays and is the obligee, or neither. A bank that buys
    /// what it owes itself has paid it (UCP 600 art. 12b). Two persons, unless within its limit.
    /// @param payment opaque, passed to the cash.
    function buy(bytes32 obligation, uint64 price, bytes calldata payment) external;

    function offerOf(bytes32 obligation) external view returns (Offer memory);

    function obligationOf(bytes32 obligation) external view returns (Obligation memory);

    /// @return The id of what `obligor` owes for a part of a drawing of the instrument `deal`: the parts that are not at sight count
    /// from 0.
    function idOf(address deal, bytes32 drawing, uint32 obligor, uint32 part) external pure returns (bytes32);
}
