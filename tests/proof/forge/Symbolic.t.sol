// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Bill, BillStatus, Form} from "../../../contracts/bills/IBillOfLading.sol";
import {PackedBill, PackedBills} from "../../../contracts/bills/PackedBill.sol";
import {Acting} from "../../../contracts/members/ActingParty.sol";
import {Operator} from "../../../contracts/members/IMemberRegistry.sol";
import {PackedOperator, PackedOperators} from "../../../contracts/members/PackedOperator.sol";
import {PartyAccount} from "../../../contracts/members/PartyAccount.sol";

/// @notice What holds for every value there is: a prover takes the arguments as unknowns, and finds one that fails an `assert`
/// or shows that there is none. Words that are packed by hand are read back as they were written, and nothing beside them moves.
contract Symbolic {
    bool public constant IS_TEST = true;

    function check_an_account_tells_its_party(uint32 party) external pure {
        assert(PartyAccount.partyOf(PartyAccount.accountOf(party)) == party);
    }

    function check_no_other_address_is_a_party(address account) external pure {
        uint32 party = PartyAccount.partyOf(account);
        assert(party == 0 || PartyAccount.accountOf(party) == account);
    }

    function check_an_operator_is_read_as_written(
        uint32 party,
        uint32 person,
        uint32 mayMake,
        uint32 mayCheck,
        uint16 roles,
        bool suspended
    ) external pure {
        PackedOperator word =
            PackedOperators.pack(Operator(party, person, mayMake, mayCheck, roles, suspended));
        Operator memory read = word.unpack();
        assert(read.party == party && read.person == person && read.mayMake == mayMake);
        assert(read.mayCheck == mayCheck && read.roles == roles && read.suspended == suspended);
        assert(word.mayAct() == (party != 0 && !suspended));
    }

    function check_who_acts_is_who_holds_the_key(
        uint32 party,
        uint32 person,
        uint32 mayMake,
        uint32 mayCheck,
        uint16 roles,
        uint32 second
    ) external pure {
        PackedOperator word = PackedOperators.pack(Operator(party, person, mayMake, mayCheck, roles, false));
        Acting alone = word.acting();
        assert(alone.party() == party && alone.rights() == mayMake && alone.roles() == roles);
        assert(alone.persons() == 1 && !alone.closing());
        assert(alone.account() == address(PartyAccount.PREFIX | party));
        Acting both = alone.joined(second).inClosing();
        assert(both.party() == party && both.rights() == (mayMake & second) && both.roles() == roles);
        assert(both.persons() == 2 && both.closing());
    }

    function check_suspension_changes_nothing_else(uint256 any, bool to) external pure {
        PackedOperator before = PackedOperator.wrap(any);
        PackedOperator then = before.withSuspended(to);
        assert(then.suspended() == to && then.party() == before.party() && then.person() == before.person());
        assert(then.mayMake() == before.mayMake() && then.mayCheck() == before.mayCheck());
        assert(then.roles() == before.roles());
    }

    function check_a_new_bill_is_what_was_issued(uint32 holder, uint32 owner, uint32 carrier, uint8 form)
        external
        pure
    {
        if (form > uint8(type(Form).max)) return;
        Bill memory bill = PackedBills.create(holder, owner, carrier, Form(form)).unpack();
        assert(bill.holder == holder && bill.owner == owner && bill.carrier == carrier);
        assert(bill.status == BillStatus.ISSUED && bill.form == Form(form));
        assert(bill.nominee == 0 && bill.formerHolder == 0 && bill.formerOwner == 0);
        assert(bill.locks == 0 && bill.locker == 0);
    }

    function check_handing_over_moves_possession_alone(uint256 any, uint32 to) external pure {
        PackedBill before = _bill(any);
        PackedBill then = before.withHolder(to);
        assert(then.holder() == to);
        assert(_mask(before, uint256(type(uint32).max)) == _mask(then, uint256(type(uint32).max)));
    }

    function check_title_moves_title_alone(uint256 any, uint32 to) external pure {
        PackedBill before = _bill(any);
        PackedBill then = before.withOwner(to);
        uint256 field = uint256(type(uint32).max) << 32;
        assert(then.owner() == to && _mask(before, field) == _mask(then, field));
    }

    function check_a_nomination_changes_nothing_else(uint256 any, uint32 to) external pure {
        PackedBill before = _bill(any);
        PackedBill then = before.withNominee(to);
        uint256 field = uint256(type(uint32).max) << 96;
        assert(then.nominee() == to && _mask(before, field) == _mask(then, field));
    }

    function check_a_lock_changes_nothing_else(uint256 any, uint8 locks, uint16 locker) external pure {
        PackedBill before = _bill(any);
        PackedBill then = before.withLock(locks, locker);
        uint256 field = uint256(type(uint24).max) << 208;
        assert(then.locks() == locks && then.locker() == locker && _mask(before, field) == _mask(then, field));
    }

    function check_only_its_holder_is_free_to_move_a_bill(uint256 any, uint32 party) external pure {
        PackedBill bill = _bill(any);
        bool free = bill.status() == BillStatus.ISSUED && bill.locks() == 0 && bill.holder() == party;
        assert(bill.isFreeFor(party) == free);
    }

    /// @dev A word whose enumerations have values: no other is ever stored.
    function _bill(uint256 any) private pure returns (PackedBill) {
        uint256 status = (any >> 192) & 255;
        uint256 form = (any >> 200) & 255;
        if (status > uint8(type(BillStatus).max)) any &= ~(uint256(255) << 192);
        if (form > uint8(type(Form).max)) any &= ~(uint256(255) << 200);
        return PackedBill.wrap(any);
    }

    function _mask(PackedBill bill, uint256 field) private pure returns (uint256) {
        return PackedBill.unwrap(bill) & ~field;
    }
}
