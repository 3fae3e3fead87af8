// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {
    IObligationBook,
    Obligation,
    ObligationKind,
    ObligationStatus
} from "../../../contracts/credits/IObligationBook.sol";
import {Days, Tenor, Usance} from "../../../contracts/credits/ILetterOfCredit.sol";
import {PledgeGame} from "./PledgeGame.sol";

/// @notice Random obligations, which this game makes as an instrument that is listed to do so, and payments of them.
abstract contract ObligationGame is PledgeGame {
    struct ObligationModel {
        bytes32 id;
        bytes32 drawing;
        uint32 obligor;
        uint32 obligee;
        uint32 due;
        uint64 amount;
        bool paid;
    }

    uint256 internal constant MOST_OBLIGATIONS = 16;

    ObligationModel[] internal _owed;

    function incur(uint256 seed, uint64 amount) external {
        bool again = _owed.length != 0 && seed % 4 == 0;
        if (!again && _owed.length == MOST_OBLIGATIONS) return;
        (uint32 obligor, uint32 obligee) = (uint32((seed >> 8) % CARRIER), uint32((seed >> 16) % CARRIER));
        bytes32 drawing;
        if (again) {
            ObligationModel storage known = _owed[(seed >> 24) % _owed.length];
            (drawing, obligor) = (known.drawing, known.obligor);
        } else {
            drawing = _name("obligation");
        }
        uint32 today = uint32(block.timestamp / 1 days);
        uint16 tenor = uint16((seed >> 32) % 6);
        amount = uint64(1 + amount % 50_000);
        Obligation memory terms = Obligation({
            status: ObligationStatus.UNKNOWN,
            kind: ObligationKind.ACCEPTANCE,
            obligor: port.numberOf(obligor),
            obligee: port.numberOf(obligee),
            due: 0,
            amount: amount,
            cash: address(port.cash()),
            drawing: drawing
        });
        Tenor[] memory tenors = new Tenor[](1);
        tenors[0] = Tenor(100, Usance.SHIPMENT, tenor);
        uint32[] memory dues = new uint32[](1);
        dues[0] = today + tenor;
        IObligationBook book = port.obligations();
        try book.incur(terms, tenors, Days(today, today, 0), dues) returns (uint64 atSight) {
            _expect(!again, true, "incur");
            _expect(true, atSight == 0, "nothing of it at sight");
            bytes32 id = book.idOf(address(this), drawing, terms.obligor, 0);
            _owed.push(ObligationModel(id, drawing, obligor, obligee, dues[0], amount, false));
        } catch {
            _expect(!again, false, "incur");
        }
    }

    function payObligation(uint256 pick, uint256 seed, bool one) external {
        if (_owed.length == 0) return;
        ObligationModel storage known = _owed[pick % _owed.length];
        uint32 who = _mostly(known.obligor, seed);
        bool isDue = known.due <= block.timestamp / 1 days + 1;
        bool allowed =
            !one && !known.paid && who == known.obligor && isDue && known.amount <= balances[who];
        bytes memory call = abi.encodeCall(port.obligations().pay, (known.id, ""));
        address book = address(port.obligations());
        _expect(allowed, one ? port.alone(who, book, call) : port.together(who, book, call), "pay an obligation");
        if (!allowed) return;
        known.paid = true;
        _pay(known.obligor, known.obligee, known.amount);
    }

    function obligationCount() external view returns (uint256) {
        return _owed.length;
    }

    function obligationAt(uint256 place) external view returns (ObligationModel memory) {
        return _owed[place];
    }
}
