// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {PledgeBook} from "../../../contracts/bills/PledgeBook.sol";
import {DepositToken} from "../../../contracts/cash/DepositToken.sol";
import {InterbankPayments} from "../../../contracts/clearing/InterbankPayments.sol";
import {InstrumentStatus} from "../../../contracts/members/IMemberRegistry.sol";
import {FinanceRegister} from "../../../contracts/receivables/FinanceRegister.sol";
import {CHEATS} from "./Cheats.sol";
import {Port} from "./Port.sol";

/// @notice The port, and beside it what finances and clears; a second bank's cash, and that of the bank with which both settle.
contract FinancePort is Port {
    PledgeBook public immutable pledges;
    FinanceRegister public immutable register;
    InterbankPayments public immutable clearing;
    DepositToken public immutable otherCash;
    DepositToken public immutable reserves;

    constructor() {
        pledges = new PledgeBook(members, bills);
        register = new FinanceRegister(members);
        clearing = new InterbankPayments(members);
        otherCash = new DepositToken(members, numberOf(FINANCIER), 840, 2);
        reserves = new DepositToken(members, numberOf(APPLICANT), 840, 2);
        list(address(pledges), 1);
        list(address(register), 0);
        list(address(clearing), 2);
        list(address(otherCash), 0);
        list(address(reserves), 0);
    }

    /// @notice As the consortium would, after its vote.
    function list(address instrument, uint8 capabilities) public {
        address consortium = members.consortium();
        CHEATS.prank(consortium, consortium);
        members.setInstrument(instrument, InstrumentStatus.OPEN, capabilities);
    }
}
