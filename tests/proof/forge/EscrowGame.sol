// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {EscrowTerms} from "../../../contracts/escrow/IDvpEscrow.sol";
import {BillsGame} from "./BillsGame.sol";
import {CHEATS} from "./Cheats.sol";

/// @notice Random escrows of title against cash, and time that passes.
abstract contract EscrowGame is BillsGame {
    struct EscrowModel {
        EscrowTerms terms;
        uint256 bill;
        uint32 seller;
        uint32 buyer;
        bool ended;
    }

    uint256 internal constant MOST_ESCROWS = 8;

    EscrowModel[] internal _escrows;
    uint64 public kept;

    function letTimePass(uint256 time) external {
        CHEATS.warp(block.timestamp + (time % (4 days)));
    }

    function fund(uint256 pick, uint256 seed, uint64 amount) external {
        if (_bills.length == 0 || _escrows.length == MOST_ESCROWS) return;
        BillModel storage bill = _bills[pick % _bills.length];
        (uint32 seller, uint32 buyer) = (bill.holder % CARRIER, uint32(seed % CARRIER));
        amount = _about(balances[buyer], amount);
        EscrowTerms memory terms = EscrowTerms({
            seller: port.numberOf(seller),
            buyer: port.numberOf(buyer),
            bill: bill.id,
            cash: address(port.cash()),
            amount: amount,
            deadline: uint40(block.timestamp + ((seed >> 8) % (9 days))),
            salt: _name("escrow")
        });
        bool allowed = amount != 0 && amount <= balances[buyer];
        bytes memory call = abi.encodeCall(port.escrow().fund, (terms));
        _expect(allowed, port.together(buyer, address(port.escrow()), call), "fund");
        if (!allowed) return;
        (balances[buyer], kept) = (balances[buyer] - amount, kept + amount);
        _escrows.push(EscrowModel(terms, pick % _bills.length, seller, buyer, false));
    }

    function deliver(uint256 pick) external {
        if (_escrows.length == 0) return;
        EscrowModel storage escrow = _escrows[pick % _escrows.length];
        BillModel storage bill = _bills[escrow.bill];
        bool allowed = !escrow.ended && block.timestamp <= escrow.terms.deadline
            && _mayKeep(bill, escrow.seller, escrow.buyer);
        bytes memory call = abi.encodeCall(port.escrow().deliver, (escrow.terms));
        _expect(allowed, port.alone(escrow.seller, address(port.escrow()), call), "deliver");
        if (!allowed) return;
        _keep(bill, address(port.escrow()));
        _deliver(bill, escrow.buyer);
        _end(escrow, escrow.seller);
    }

    function reclaim(uint256 pick, uint256 seed) external {
        if (_escrows.length == 0) return;
        EscrowModel storage escrow = _escrows[pick % _escrows.length];
        uint32 who = _mostly(escrow.buyer, seed);
        bool allowed = !escrow.ended && who == escrow.buyer && block.timestamp > escrow.terms.deadline;
        bytes memory call = abi.encodeCall(port.escrow().reclaim, (escrow.terms));
        _expect(allowed, port.together(who, address(port.escrow()), call), "reclaim");
        if (allowed) _end(escrow, escrow.buyer);
    }

    function release(uint256 pick, uint256 seed) external {
        if (_escrows.length == 0) return;
        EscrowModel storage escrow = _escrows[pick % _escrows.length];
        uint32 who = _mostly(escrow.seller, seed);
        bool allowed = !escrow.ended && who == escrow.seller;
        bytes memory call = abi.encodeCall(port.escrow().release, (escrow.terms));
        _expect(allowed, port.alone(who, address(port.escrow()), call), "release");
        if (allowed) _end(escrow, escrow.buyer);
    }

    function escrowCount() external view returns (uint256) {
        return _escrows.length;
    }

    function escrowAt(uint256 place) external view returns (EscrowModel memory) {
        return _escrows[place];
    }

    function _end(EscrowModel storage escrow, uint32 payee) private {
        escrow.ended = true;
        kept -= escrow.terms.amount;
        balances[payee] += escrow.terms.amount;
    }
}
