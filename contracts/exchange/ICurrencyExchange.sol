// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

enum ExchangeStatus {
    UNKNOWN,
    OFFERED,
    EXCHANGED,
    WITHDRAWN
}

/// @notice What an offer has come to. `until` is the last second at which it can be accepted.
struct Offer {
    ExchangeStatus status;
    uint40 until;
}

/// @notice One of the two payments. `payment` is the reference of its UETR, the payer's own, `cash` the deposit token, `amount` in its minor units.
struct Leg {
    uint32 payer;
    address cash;
    uint64 amount;
    bytes32 payment;
}

/// @notice What two parties agreed: the payer of each leg is paid by the other. `salt` is random, so that what is offered cannot be
/// guessed from its hash.
struct ExchangeTerms {
    Leg offered;
    Leg asked;
    bytes32 salt;
}

/// @title ICurrencyExchange: payment versus payment. Two parties pay each other in two deposit tokens, both or neither.
/// @notice An exchange's id is the hash of its terms. Who offers commits to that hash alone: until the other accepts, nobody else
/// learns who offers what, and nobody can use up a reference beforehand to spoil it. An offer is known by who made it and the id, so
/// a stranger who repeats the hash makes an offer of its own, which nobody can accept.
///
/// Nothing is set aside: what is offered lies with who offers it until the moment of acceptance. An offer stands, whatever becomes of
/// the persons who made it, until it is accepted, withdrawn or past: so any person of the party withdraws it, and the party chooses
/// how long it stands.
///
/// Trust: each party trusts the issuer of the cash that it is paid in, and the consortium to list only cash that pays when it says so.
interface ICurrencyExchange {
    event Offered(bytes32 indexed exchange, uint32 indexed party, uint40 until);
    event Withdrawn(bytes32 indexed exchange, uint32 indexed party);
    /// @dev Two payments follow, that of the party that offered first.
    event Exchanged(bytes32 indexed exchange, ExchangeTerms terms);

    error ExchangeNotAsked(uint32 asked, uint32 party);
    error ExchangeNothingNamed();
    error ExchangeWrongStatus(bytes32 exchange, ExchangeStatus status, ExchangeStatus allowed);
    error ExchangeTooLate(uint40 until, uint256 time);
    /// @dev Both legs are in the same cash.
    error ExchangeOneToken(address cash);
    /// @dev Both legs have the same reference.
    error ExchangeOneReference(bytes32 payment);

    /// @notice The acting party offers the exchange with this id until then. Two persons, for the id names no amount.
    function offer(bytes32 exchange, uint40 until) external;

    /// @notice The acting party takes its offer back, for good.
    function withdraw(bytes32 exchange) external;

    /// @notice The other party pays and is paid. Two persons, unless within its limit for what it pays with.
    function accept(ExchangeTerms calldata terms) external;

    function idOf(ExchangeTerms calldata terms) external pure returns (bytes32);

    function offerOf(uint32 party, bytes32 exchange) external view returns (Offer memory);
}
