// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ILetterOfCredit} from "./ILetterOfCredit.sol";

/// @title IStopBook: what authorities forbid to pay, such as a court by its injunction where fraud is alleged.
/// @notice While an authority's order stands, nobody honours or negotiates under the credit. Nothing else stops: documents are
/// presented, examined and refused, days run on, and an expiry that passes has passed (UCP 600 art. 36). Each authority lifts its own
/// order; the credit pays again when none is left.
///
/// Trust: whom the consortium gives the role REGULATOR may stop every credit, and can neither pay nor end one.
interface IStopBook {
    event CreditStopped(
        address indexed deal, bytes32 indexed credit, uint32 indexed authority, bytes32 reason
    );
    event StopLifted(address indexed deal, bytes32 indexed credit, uint32 indexed authority, bytes32 reason);

    /// @dev `deal` is no instrument in which there can be credits.
    error StopsNotADeal(address deal);
    error StopsNoReason(bytes32 credit);
    error StopsOrderedAlready(bytes32 credit, uint32 authority);
    error StopsNotOrdered(bytes32 credit, uint32 authority);

    /// @notice An authority (role REGULATOR, which the consortium gives) forbids to pay under a running credit. Always two persons
    /// with the right to undertake.
    /// @param reason salted commitment to the order.
    function stop(ILetterOfCredit deal, bytes32 credit, bytes32 reason) external;

    /// @notice It lifts its own order. Always two persons with the right to undertake.
    /// @param reason salted commitment to why.
    function lift(ILetterOfCredit deal, bytes32 credit, bytes32 reason) external;

    /// @return Whether this authority's order stands.
    function isOrdered(address deal, bytes32 credit, uint32 authority) external view returns (bool);

    /// @return How many authorities' orders stand.
    function ordersOf(address deal, bytes32 credit) external view returns (uint256);
}
