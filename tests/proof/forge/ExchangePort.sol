// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {DepositToken} from "../../../contracts/cash/DepositToken.sol";
import {CurrencyExchange} from "../../../contracts/exchange/CurrencyExchange.sol";
import {Call} from "../../../contracts/members/IConsortium.sol";
import {Port} from "./Port.sol";

/// @notice The port, with the cash of a second bank in another currency, and exchanges of the two.
contract ExchangePort is Port {
    DepositToken public immutable euros;
    CurrencyExchange public immutable exchange;

    constructor() Port() {
        euros = new DepositToken(members, numberOf(FINANCIER), 978, 2);
        exchange = new CurrencyExchange(members);
        Call[] memory calls = new Call[](2);
        calls[0] = _listed(address(euros), 0);
        calls[1] = _listed(address(exchange), 2);
        _decide(calls);
    }
}
