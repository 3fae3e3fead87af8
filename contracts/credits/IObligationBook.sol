// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

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

/// @title IObligationBook: what banks undertook to pay at maturity, apart from the credits that it came of.
/// @notice An obligation outlives its credit and the version that it was written in. Nothing is paid by its falling due: the
/// obligor's officers pay, two of them.
///
/// Trust: an instrument that the consortium lists with the capability CASH is trusted to make only the party that acts in it
/// owe, as it is trusted to make only that party pay.
interface IObligationBook {
    event Incurred(bytes32 indexed obligation, Obligation terms);
    event ObligationPaid(bytes32 indexed obligation, uint32 payee);

    error ObligationsNotADeal(address caller);
    error ObligationsIncurredAlready(bytes32 obligation);
    error ObligationsNotObligor(uint32 obligor, uint32 party);
    error ObligationsWrongStatus(bytes32 obligation, ObligationStatus status, ObligationStatus allowed);
    error ObligationsNotDue(uint32 due, uint32 today);

    /// @notice For instruments: `obligor`, the party that acts in the caller, owes. Its status is OWED from now on.
    /// @param part tells the obligations that come of one drawing apart.
    function incur(Obligation calldata terms, uint8 part) external returns (bytes32 obligation);

    /// @notice Pay what is due, to whoever is the obligee now. Two persons, unless within the bank's limit.
    /// @param payment opaque, passed to the cash.
    function pay(bytes32 obligation, bytes calldata payment) external;

    function obligationOf(bytes32 obligation) external view returns (Obligation memory);

    /// @return The id of what `obligor` owes for a part of a drawing of the instrument `deal`.
    function idOf(address deal, bytes32 drawing, uint32 obligor, uint8 part) external pure returns (bytes32);
}
