// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ISettlement} from "../cash/ISettlement.sol";

/// @title FeeCash: a double of cash that is no deposit token. It keeps a hundredth of what it is told to move for itself.
contract FeeCash is ISettlement {
    mapping(address account => uint256) public balanceOf;

    error FeeCashShort(address account, uint256 held, uint64 amount);

    function put(address account, uint256 amount) external {
        balanceOf[account] += amount;
    }

    function settle(bytes32, address payer, address payee, uint64 amount, bytes calldata) external {
        _move(payer, payee, amount);
    }

    function settleOnce(bytes32, uint32, address payer, address payee, uint64 amount, bytes calldata) external {
        _move(payer, payee, amount);
    }

    function _move(address payer, address payee, uint64 amount) private {
        require(balanceOf[payer] >= amount, FeeCashShort(payer, balanceOf[payer], amount));
        balanceOf[payer] -= amount;
        balanceOf[payee] += amount - amount / 100;
    }
}
