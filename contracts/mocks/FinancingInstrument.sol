// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Financing, IFinanceRegister} from "../receivables/IFinanceRegister.sol";

/// @title FinancingInstrument: a double of an instrument that tells the register whatever it is told to.
contract FinancingInstrument {
    IFinanceRegister public immutable register;

    constructor(IFinanceRegister register_) {
        register = register_;
    }

    function take(bytes32 financing, uint32 party, uint16 share) external {
        register.take(financing, party, share);
    }

    function settleKept(bytes32 financing) external {
        register.settleKept(financing);
    }

    function releaseKept(Financing calldata financing) external {
        register.releaseKept(financing);
    }
}
