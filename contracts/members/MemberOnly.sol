// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Acting} from "./ActingParty.sol";
import {IMemberRegistry, InstrumentStatus, Right, Role} from "./IMemberRegistry.sol";

/// @title MemberOnly: the one base of every instrument. Its functions that change something are reached through members.
abstract contract MemberOnly {
    IMemberRegistry public immutable members;

    /// @dev Only members may call: ask it to `act` or `perform`.
    error MemberOnlyThroughMembers(address caller);
    error MemberOnlyRightMissing(uint32 party, Right right, uint32 held);
    error MemberOnlyTwoPersonsNeeded(uint32 party, Right right);
    error MemberOnlyRoleMissing(uint32 party, Role role, uint16 held);
    /// @dev This instrument takes no new business; a newer version does.
    error MemberOnlyClosing(address instrument);

    /// @dev `instrument` is not listed by the consortium as taking business.
    error MemberOnlyUnlisted(address instrument, InstrumentStatus status);
    /// @dev `deal` is no instrument that takes business or finishes it.
    error MemberOnlyNotADeal(address deal);
    /// @dev This is changed so only by the `book` beside it that it was deployed with.
    error MemberOnlyNotTheBook(address book, address caller);

    constructor(IMemberRegistry members_) {
        members = members_;
    }

    /// @dev Who acts, and nothing asked of them. Every other check begins here.
    function _acting() internal view returns (Acting acting) {
        require(msg.sender == address(members), MemberOnlyThroughMembers(msg.sender));
        assembly ("memory-safe") {
            acting := calldataload(sub(calldatasize(), 32))
        }
    }

    /// @dev The acting party, whose operators hold `right`. For what moves no amount: one person is enough.
    function _authorise(Right right) internal view returns (uint32 party) {
        return _withRight(right).party();
    }

    /// @dev The same of a party that has `role`.
    function _authorise(Right right, Role role) internal view returns (uint32 party) {
        Acting acting = _withRight(right);
        party = acting.party();
        require(acting.roles() & (1 << uint8(role)) != 0, MemberOnlyRoleMissing(party, role, acting.roles()));
    }

    /// @dev The acting party, whose operators hold `right` and are two, or one within the party's limit for `asset`.
    /// @param amount in minor units of `asset`.
    function _authorise(Right right, address asset, uint64 amount) internal view returns (uint32 party) {
        Acting acting = _withRight(right);
        party = acting.party();
        if (acting.persons() < 2) members.requireWithinLimit(party, right, asset, amount);
    }

    /// @dev The acting party, by two persons whatever its limits: for keys, votes and what names no amount but binds.
    function _authoriseTogether(Right right) internal view returns (uint32 party) {
        Acting acting = _withRight(right);
        party = acting.party();
        require(acting.persons() == 2, MemberOnlyTwoPersonsNeeded(party, right));
    }

    function _requireRole(Role role) internal view {
        Acting acting = _acting();
        require(acting.roles() & (1 << uint8(role)) != 0, MemberOnlyRoleMissing(acting.party(), role, acting.roles()));
    }

    function _requireOpen() internal view {
        require(!_acting().closing(), MemberOnlyClosing(address(this)));
    }

    /// @dev Refuses as `members` does unless `party` is admitted and not suspended. By hand, because Solidity looks first
    /// whether there is a contract, which has just called: 250 gas less for every recipient.
    function _requireActive(uint32 party) internal view {
        address registry = address(members);
        bytes4 selector = IMemberRegistry.requireActive.selector;
        assembly ("memory-safe") {
            mstore(0, selector)
            mstore(4, and(party, 0xffffffff))
            if iszero(staticcall(gas(), registry, 0, 36, 0, 0)) {
                let start := mload(0x40)
                returndatacopy(start, 0, returndatasize())
                revert(start, returndatasize())
            }
        }
    }

    /// @dev For what a deal names, such as its cash: a contract that the consortium has listed, and no stranger's.
    function _requireListed(address instrument) internal view {
        InstrumentStatus status = members.instrumentOf(instrument).status;
        require(status == InstrumentStatus.OPEN, MemberOnlyUnlisted(instrument, status));
    }

    /// @dev For books beside deals: refused unless the consortium lists `deal`, and it takes business or finishes what it has.
    /// @return closing whether it only finishes it.
    function _requireDeal(address deal) internal view returns (bool closing) {
        InstrumentStatus status = members.instrumentOf(deal).status;
        closing = status == InstrumentStatus.CLOSING;
        require(closing || status == InstrumentStatus.OPEN, MemberOnlyNotADeal(deal));
    }

    /// @dev For a door that one book beside the instrument opens: nobody acts there, the book has asked who does.
    function _requireBook(address book) internal view {
        require(msg.sender == book, MemberOnlyNotTheBook(book, msg.sender));
    }

    function _withRight(Right right) private view returns (Acting acting) {
        acting = _acting();
        uint32 held = acting.rights();
        require(held & (1 << uint8(right)) != 0, MemberOnlyRightMissing(acting.party(), right, held));
    }
}
