// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IIssuance} from "../cash/IIssuance.sol";
import {ISettlement} from "../cash/ISettlement.sol";

/// @title SettlingInstrument: a double of an instrument that asks cash for whatever it is told to.
contract SettlingInstrument {
    function pay(ISettlement cash, bytes32 payment, address payer, address payee, uint64 amount) external {
        cash.settle(payment, payer, payee, amount, "");
    }

    function payOnce(
        ISettlement cash,
        bytes32 payment,
        uint32 orderer,
        address payer,
        address payee,
        uint64 amount
    ) external {
        cash.settleOnce(payment, orderer, payer, payee, amount, "");
    }

    function redeem(IIssuance cash, bytes32 payment, uint32 holder, uint64 amount) external {
        cash.redeemFor(payment, holder, amount);
    }

    function giveBack(IIssuance cash, bytes32 payment, bytes32 reason) external {
        cash.giveBackFor(payment, reason);
    }
}
