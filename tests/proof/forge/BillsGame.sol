// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {BillStatus, Form} from "../../../contracts/bills/IBillOfLading.sol";
import {CashGame} from "./CashGame.sol";

/// @notice Random title operations beside a model of them. `holder`, `owner`: places of members; `nominee` and the two former
/// ones: a place and 1, 0 for nobody. `keeper`: the instrument that keeps it.
abstract contract BillsGame is CashGame {
    struct BillModel {
        bytes32 id;
        uint32 holder;
        uint32 owner;
        uint32 nominee;
        uint32 formerHolder;
        uint32 formerOwner;
        BillStatus status;
        Form form;
        address keeper;
    }

    uint256 internal constant MOST_BILLS = 6;

    BillModel[] internal _bills;
    uint256 internal _named;

    function issueBill(uint256 seed, bool carrier) external {
        uint32 shipper = uint32(seed % CARRIER);
        Form form = Form((seed >> 8) % 3);
        uint32 owner = form == Form.STRAIGHT ? uint32((seed >> 16) % CARRIER) : shipper;
        if (_bills.length == MOST_BILLS) return;
        bytes32 id = _name("bill");
        uint32 who = carrier ? port.CARRIER() : shipper;
        bytes memory call =
            abi.encodeCall(port.bills().issue, (id, port.numberOf(shipper), port.numberOf(owner), form));
        _expect(carrier, port.alone(who, address(port.bills()), call), "issue");
        if (carrier) _bills.push(BillModel(id, shipper, owner, 0, 0, 0, BillStatus.ISSUED, form, address(0)));
    }

    function transferHolder(uint256 pick, uint256 seed) external {
        if (_bills.length == 0) return;
        BillModel storage bill = _bills[pick % _bills.length];
        (uint32 who, uint32 to) = (_mostly(bill.holder, seed), uint32((seed >> 8) % CARRIER));
        bool allowed = _free(bill) && who == bill.holder && to != who;
        bytes memory call = abi.encodeCall(port.bills().transferHolder, (bill.id, port.numberOf(to)));
        _expect(allowed, port.alone(who, address(port.bills()), call), "transferHolder");
        if (allowed) _hand(bill, to, bill.form == Form.BLANK ? to : bill.owner, true);
    }

    function nominate(uint256 pick, uint256 seed, bool nobody) external {
        if (_bills.length == 0) return;
        BillModel storage bill = _bills[pick % _bills.length];
        (uint32 who, uint32 nominee) = (_mostly(bill.owner, seed), uint32((seed >> 8) % CARRIER));
        bool allowed =
            _free(bill) && who == bill.owner && bill.form == Form.TO_ORDER && (nobody || nominee != who);
        bytes memory call =
            abi.encodeCall(port.bills().nominate, (bill.id, nobody ? 0 : port.numberOf(nominee)));
        _expect(allowed, port.alone(who, address(port.bills()), call), "nominate");
        if (!allowed) return;
        if (bill.holder == who) (bill.formerHolder, bill.formerOwner) = (0, 0);
        bill.nominee = nobody ? 0 : nominee + 1;
    }

    function transferBoth(uint256 pick, uint256 seed) external {
        if (_bills.length == 0) return;
        BillModel storage bill = _bills[pick % _bills.length];
        (uint32 who, uint32 to) = (_mostly(bill.holder, seed), uint32((seed >> 8) % CARRIER));
        bool allowed = _free(bill) && who == bill.holder && bill.form != Form.STRAIGHT && to != who
            && (bill.owner == who || to + 1 == bill.nominee);
        bytes memory call = abi.encodeCall(port.bills().transferBoth, (bill.id, port.numberOf(to)));
        _expect(allowed, port.alone(who, address(port.bills()), call), "transferBoth");
        if (allowed) _hand(bill, to, to, true);
    }

    function endorseInBlank(uint256 pick, uint256 seed) external {
        if (_bills.length == 0) return;
        BillModel storage bill = _bills[pick % _bills.length];
        uint32 who = _mostly(bill.holder, seed);
        bool allowed =
            _free(bill) && who == bill.holder && bill.owner == who && bill.form == Form.TO_ORDER;
        bytes memory call = abi.encodeCall(port.bills().endorseInBlank, (bill.id));
        _expect(allowed, port.alone(who, address(port.bills()), call), "endorseInBlank");
        if (!allowed) return;
        (bill.form, bill.nominee, bill.formerHolder, bill.formerOwner) = (Form.BLANK, 0, 0, 0);
    }

    function refuseTransfer(uint256 pick, uint256 seed) external {
        if (_bills.length == 0) return;
        BillModel storage bill = _bills[pick % _bills.length];
        uint32 who = _mostly(bill.holder, seed);
        bool allowed = _free(bill) && who == bill.holder && bill.formerHolder != 0;
        bytes memory call = abi.encodeCall(port.bills().refuseTransfer, (bill.id));
        _expect(allowed, port.alone(who, address(port.bills()), call), "refuseTransfer");
        if (!allowed) return;
        uint32 owner = bill.formerOwner == 0 ? bill.owner : bill.formerOwner - 1;
        _hand(bill, bill.formerHolder - 1, owner, false);
    }

    function surrender(uint256 pick, uint256 seed) external {
        if (_bills.length == 0) return;
        BillModel storage bill = _bills[pick % _bills.length];
        uint32 who = _mostly(bill.holder, seed);
        bool allowed = _free(bill) && who == bill.holder && bill.owner == who;
        bytes memory call = abi.encodeCall(port.bills().surrender, (bill.id));
        _expect(allowed, port.alone(who, address(port.bills()), call), "surrender");
        if (!allowed) return;
        bill.status = BillStatus.SURRENDERED;
        (bill.holder, bill.formerHolder, bill.formerOwner, bill.nominee) = (CARRIER, who + 1, 0, 0);
    }

    function answerSurrender(uint256 pick, bool accept, bool carrier) external {
        if (_bills.length == 0) return;
        BillModel storage bill = _bills[pick % _bills.length];
        bool allowed = carrier && bill.status == BillStatus.SURRENDERED;
        bytes memory call = accept
            ? abi.encodeCall(port.bills().acceptSurrender, (bill.id))
            : abi.encodeCall(port.bills().refuseSurrender, (bill.id));
        uint32 who = carrier ? CARRIER : port.BENEFICIARY();
        _expect(allowed, port.alone(who, address(port.bills()), call), "answer of a surrender");
        if (!allowed) return;
        if (accept) {
            bill.status = BillStatus.ACCOMPLISHED;
        } else {
            (bill.status, bill.holder, bill.formerHolder) = (BillStatus.ISSUED, bill.formerHolder - 1, 0);
        }
    }

    function billCount() external view returns (uint256) {
        return _bills.length;
    }

    function billAt(uint256 place) external view returns (BillModel memory) {
        return _bills[place];
    }

    /// @dev Whether `who` may put it into keeping for `taker`.
    function _mayKeep(BillModel storage bill, uint32 who, uint32 taker) internal view returns (bool) {
        bool endorsed = bill.owner == taker || (bill.owner == who && bill.form != Form.STRAIGHT);
        return _free(bill) && bill.holder == who && endorsed;
    }

    function _keep(BillModel storage bill, address keeper) internal {
        (bill.keeper, bill.formerHolder, bill.formerOwner) = (keeper, 0, 0);
    }

    function _deliver(BillModel storage bill, uint32 taker) internal {
        bill.keeper = address(0);
        _hand(bill, taker, taker, false);
    }

    function _hand(BillModel storage bill, uint32 holder, uint32 owner, bool refusable) private {
        bool title = owner != bill.owner;
        bill.formerHolder = refusable ? bill.holder + 1 : 0;
        bill.formerOwner = refusable && title ? bill.owner + 1 : 0;
        if (title) (bill.owner, bill.nominee) = (owner, 0);
        bill.holder = holder;
    }

    function _free(BillModel storage bill) internal view returns (bool) {
        return bill.status == BillStatus.ISSUED && bill.keeper == address(0);
    }

    function _name(string memory what) internal returns (bytes32) {
        return keccak256(abi.encode(what, ++_named));
    }
}
