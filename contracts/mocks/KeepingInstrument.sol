// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IBillOfLading, Lock} from "../bills/IBillOfLading.sol";

/// @title KeepingInstrument: takes bills into keeping and hands them over for anybody who asks.
contract KeepingInstrument {
    IBillOfLading public immutable bills;

    constructor(IBillOfLading bills_) {
        bills = bills_;
    }

    function lock(bytes32 bill, uint32 party, uint32 taker, Lock kind) external {
        bills.lock(bill, party, taker, kind);
    }

    function unlock(bytes32 bill) external {
        bills.unlock(bill);
    }

    function deliver(bytes32 bill, uint32 taker) external {
        bills.deliver(bill, taker);
    }
}
