// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @notice RESERVED keeps the share free for its financier until a moment; FINANCED is paid out; SETTLED is paid back, by whoever
/// owes the document; DISPUTED is financed and contested; RELEASED was refused, has lapsed or was undone, and frees the share.
enum FinancingStatus {
    UNKNOWN,
    RESERVED,
    FINANCED,
    SETTLED,
    RELEASED,
    DISPUTED
}

/// @notice What a financier wants to finance: `share` of a document in basis points, and the document's `fingerprints`, 1 to 8 of
/// them, ascending. Each is a keyed commitment to one combination of the document's fields, which nobody can compute
/// without asking those who share the key (docs/decisions/0013); `salt` is random and makes each attempt another one.
struct Financing {
    uint32 financier;
    uint16 share;
    bytes32[] fingerprints;
    bytes32 salt;
}

/// @notice A financing as it stands. `until` is the last second of its reservation, `renewals` how often that was moved;
/// `keeper` the number of the instrument through which it was financed, which alone ends it, or 0.
struct FinancingRecord {
    uint32 financier;
    uint16 share;
    FinancingStatus status;
    uint8 renewals;
    uint16 keeper;
    uint40 until;
}

/// @notice What is known of one fingerprint: basis points `taken` by all financiers together, how many reservations ended
/// `unused`, and that number `last` let one end and may reserve again from the second `from`.
struct Standing {
    uint16 taken;
    uint16 unused;
    uint32 last;
    uint40 from;
}

/// @title IFinanceRegister: a document is financed once, whichever bank holds it.
/// @notice Check and reserve are one transaction: a share is reserved only if, for each fingerprint, all that is reserved and
/// financed stays within the whole. Whoever comes second is refused and learns how much is taken, not by whom: the number
/// that reserved is one of a single deal. A reservation ends by itself in its effect, and its share is freed by whoever comes
/// next; it can be moved twice, and a number that let one end waits for a day, so that others come in between. A document
/// that was paid stays taken for ever.
///
/// Trust: the evaluators of the fingerprints' key, of whom a threshold could guess documents; each bank, to give all
/// fingerprints of the document that it holds. A bank that reserves what it does not finance is seen (`unused`) and known to
/// the consortium by its number.
interface IFinanceRegister {
    event FinancingReserved(bytes32 indexed financing, Financing contents, uint40 until);
    event FinancingRenewed(bytes32 indexed financing, uint40 until);
    event Financed(bytes32 indexed financing, uint16 keeper);
    event FinancingSettled(bytes32 indexed financing);
    event FinancingDisputed(bytes32 indexed financing, bytes32 grounds);
    event FinancingReleased(bytes32 indexed financing);
    /// @dev Nobody financed it until its last second, and another one freed its share.
    event FinancingLapsed(bytes32 indexed financing);

    error FinanceNotFinancier(uint32 financier, uint32 party);
    error FinanceInvalid(uint256 fingerprints, uint16 share);
    /// @dev `fingerprints` are ascending, so that none is given twice.
    error FinanceNotAscending(uint256 place);
    /// @dev Somebody has reserved or financed `taken` basis points of this document already.
    error FinanceTaken(bytes32 fingerprint, uint16 taken, uint16 share);
    error FinanceResting(uint32 party, uint40 from, uint256 time);
    error FinanceHoldOutOfRange(uint40 until, uint256 earliest, uint256 latest);
    error FinanceTooManyRenewals(bytes32 financing, uint8 renewals);
    error FinanceLapsed(bytes32 financing, uint40 until, uint256 time);
    error FinanceNotLapsed(bytes32 financing, uint40 until, uint256 time);
    /// @dev `allowed` is a bitmap of statuses.
    error FinanceWrongStatus(bytes32 financing, FinancingStatus status, uint256 allowed);
    /// @dev It was financed through instrument `keeper`, which alone ends it.
    error FinanceKept(bytes32 financing, uint16 keeper);
    error FinanceNotKeeper(address caller);
    error FinanceTooSmall(bytes32 financing, uint16 share, uint16 needed);

    /// @notice Reserve a share, for seven days at most. A bank's, by two persons.
    /// @param lapsed reservations that stand in the way and have lapsed: they are cleared first, if nobody has yet.
    function reserve(Financing calldata financing, uint40 until, Financing[] calldata lapsed)
        external
        returns (bytes32 id);

    /// @notice Move the last second of a reservation that has not lapsed, at most seven days on from now, twice at most. By two
    /// persons.
    function renew(bytes32 financing, uint40 until) external;

    /// @notice The financier has paid out, outside of this ledger. By two persons.
    function finance(bytes32 financing) external;

    /// @notice It was paid back by whoever owes the document, which stays taken. By two persons.
    function settle(bytes32 financing) external;

    /// @notice The financier records that what it financed is contested. By two persons.
    /// @param grounds salted commitment to the grounds.
    function dispute(bytes32 financing, bytes32 grounds) external;

    /// @notice Free the share: of a reservation by one person, of what was financed, and is undone, by two.
    function release(Financing calldata financing) external;

    /// @notice Free the shares of reservations that have lapsed; any bank may.
    function clear(Financing[] calldata lapsed) external;

    // --- instruments that finance: listed with the capability CASH, which pay in the same transaction

    /// @notice `party` finances through the calling instrument, which keeps the financing from now on.
    /// @param share the least basis points that it has to cover.
    function take(bytes32 financing, uint32 party, uint16 share) external;

    /// @notice The keeper says that the document was paid.
    function settleKept(bytes32 financing) external;

    /// @notice The keeper says that the financing was undone; the share is free.
    function releaseKept(Financing calldata financing) external;

    // --- reading

    function financingOf(bytes32 financing) external view returns (FinancingRecord memory);

    function standingOf(bytes32 fingerprint) external view returns (Standing memory);

    function idOf(Financing calldata financing) external pure returns (bytes32);
}
