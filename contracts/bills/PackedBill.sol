// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Bill, BillStatus, Change, Form} from "./IBillOfLading.sol";

/// @notice A bill as the one word in which it is stored. From the lowest bit: holder, owner, carrier, nominee,
/// formerHolder, formerOwner 32 each; status 8, form 8, locks 8, locker 16, formerForm 8,
/// change 8, indemnity 1, pledged 1.
type PackedBill is uint256;

using PackedBills for PackedBill global;

/// @title PackedBills: reading and changing that word.
/// @dev Solidity reads and writes a packed struct field by field, through memory. As a word, each of the six title
/// operations costs 2,000 to 3,000 gas less (bench/gas.json, title_life_cycle).
library PackedBills {
    uint256 private constant PARTY = type(uint32).max;
    uint256 private constant FREE = PARTY | (uint256(type(uint8).max) << 192) | (uint256(type(uint8).max) << 208);
    uint256 private constant INDEMNITY = 1 << 248;
    uint256 private constant PLEDGED = 1 << 249;
    uint256 private constant FORMER = (PARTY << 128) | (PARTY << 160) | (uint256(type(uint8).max) << 232);

    /// @dev Whether the holder is `party` and may move the bill: issued, and under no lock.
    function isFreeFor(PackedBill bill, uint32 party) internal pure returns (bool) {
        return PackedBill.unwrap(bill) & FREE == uint256(party) | (uint256(BillStatus.ISSUED) << 192);
    }

    function create(uint32 holder_, uint32 owner_, uint32 carrier_, Form form_) internal pure returns (PackedBill) {
        return PackedBill.wrap(
            uint256(holder_) | (uint256(owner_) << 32) | (uint256(carrier_) << 64)
                | (uint256(BillStatus.ISSUED) << 192) | (uint256(form_) << 200)
        );
    }

    function holder(PackedBill bill) internal pure returns (uint32) {
        return uint32(PackedBill.unwrap(bill));
    }

    function owner(PackedBill bill) internal pure returns (uint32) {
        return uint32(PackedBill.unwrap(bill) >> 32);
    }

    function carrier(PackedBill bill) internal pure returns (uint32) {
        return uint32(PackedBill.unwrap(bill) >> 64);
    }

    function nominee(PackedBill bill) internal pure returns (uint32) {
        return uint32(PackedBill.unwrap(bill) >> 96);
    }

    function formerHolder(PackedBill bill) internal pure returns (uint32) {
        return uint32(PackedBill.unwrap(bill) >> 128);
    }

    function formerOwner(PackedBill bill) internal pure returns (uint32) {
        return uint32(PackedBill.unwrap(bill) >> 160);
    }

    function status(PackedBill bill) internal pure returns (BillStatus) {
        return BillStatus(uint8(PackedBill.unwrap(bill) >> 192));
    }

    function form(PackedBill bill) internal pure returns (Form) {
        return Form(uint8(PackedBill.unwrap(bill) >> 200));
    }

    function locks(PackedBill bill) internal pure returns (uint8) {
        return uint8(PackedBill.unwrap(bill) >> 208);
    }

    function locker(PackedBill bill) internal pure returns (uint16) {
        return uint16(PackedBill.unwrap(bill) >> 216);
    }

    function formerForm(PackedBill bill) internal pure returns (Form) {
        return Form(uint8(PackedBill.unwrap(bill) >> 232));
    }

    function change(PackedBill bill) internal pure returns (Change) {
        return Change(uint8(PackedBill.unwrap(bill) >> 240));
    }

    function indemnity(PackedBill bill) internal pure returns (bool) {
        return PackedBill.unwrap(bill) & INDEMNITY != 0;
    }

    function withIndemnity(PackedBill bill) internal pure returns (PackedBill) {
        return PackedBill.wrap(PackedBill.unwrap(bill) | INDEMNITY);
    }

    /// @dev Whether it was ever in the keeping of a pledge book: it, or what it took the place of.
    function pledged(PackedBill bill) internal pure returns (bool) {
        return PackedBill.unwrap(bill) & PLEDGED != 0;
    }

    function withPledged(PackedBill bill) internal pure returns (PackedBill) {
        return PackedBill.wrap(PackedBill.unwrap(bill) | PLEDGED);
    }

    /// @dev The same in all but which of them was ever pledged.
    function isLike(PackedBill bill, PackedBill other) internal pure returns (bool) {
        return (PackedBill.unwrap(bill) ^ PackedBill.unwrap(other)) & ~PLEDGED == 0;
    }

    function withHolder(PackedBill bill, uint32 to) internal pure returns (PackedBill) {
        return _with(bill, PARTY, to, 0);
    }

    function withOwner(PackedBill bill, uint32 to) internal pure returns (PackedBill) {
        return _with(bill, PARTY, to, 32);
    }

    function withNominee(PackedBill bill, uint32 to) internal pure returns (PackedBill) {
        return _with(bill, PARTY, to, 96);
    }

    /// @dev To whom a refusal gives the bill back: possession and title, 0 where there is nothing to give back. Its form is
    /// the same then; where it is not, `withFormerForm` comes after.
    function withFormer(PackedBill bill, uint32 holder_, uint32 owner_) internal pure returns (PackedBill) {
        uint256 former = (uint256(holder_) << 128) | (uint256(owner_) << 160);
        return PackedBill.wrap((PackedBill.unwrap(bill) & ~FORMER) | former);
    }

    function withFormerForm(PackedBill bill, Form form_) internal pure returns (PackedBill) {
        return _with(bill, type(uint8).max, uint256(form_), 232);
    }

    function withStatus(PackedBill bill, BillStatus to) internal pure returns (PackedBill) {
        return _with(bill, type(uint8).max, uint256(to), 192);
    }

    function withChange(PackedBill bill, Change to) internal pure returns (PackedBill) {
        return _with(bill, type(uint8).max, uint256(to), 240);
    }

    function withForm(PackedBill bill, Form to) internal pure returns (PackedBill) {
        return _with(bill, type(uint8).max, uint256(to), 200);
    }

    function withLock(PackedBill bill, uint8 locks_, uint16 locker_) internal pure returns (PackedBill) {
        return _with(bill, type(uint24).max, uint256(locks_) | (uint256(locker_) << 8), 208);
    }

    function unpack(PackedBill bill) internal pure returns (Bill memory) {
        return Bill({
            holder: holder(bill),
            owner: owner(bill),
            carrier: carrier(bill),
            nominee: nominee(bill),
            formerHolder: formerHolder(bill),
            formerOwner: formerOwner(bill),
            status: status(bill),
            form: form(bill),
            locks: locks(bill),
            locker: locker(bill),
            formerForm: formerForm(bill),
            change: change(bill),
            indemnity: indemnity(bill)
        });
    }

    function _with(PackedBill bill, uint256 mask, uint256 value, uint256 place) private pure returns (PackedBill) {
        return PackedBill.wrap((PackedBill.unwrap(bill) & ~(mask << place)) | (value << place));
    }
}
