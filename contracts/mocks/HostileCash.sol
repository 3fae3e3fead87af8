// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ISettlement} from "../cash/ISettlement.sol";

/// @title HostileCash: a double of cash that says it paid and did not, and that calls members back while it "pays".
contract HostileCash is ISettlement {
    address private immutable _members;
    bytes private _plan;

    event CalledBack(bool taken, bytes answer);

    constructor(address members_) {
        _members = members_;
    }

    /// @param plan calldata for members; empty for none.
    function prepare(bytes calldata plan) external {
        _plan = plan;
    }

    function settle(bytes32, address, address, uint64, bytes calldata) external {
        _callBack();
    }

    function settleOnce(bytes32, uint32, address, address, uint64, bytes calldata) external {
        _callBack();
    }

    function _callBack() private {
        if (_plan.length == 0) return;
        (bool taken, bytes memory answer) = _members.call(_plan);
        emit CalledBack(taken, answer);
    }
}
