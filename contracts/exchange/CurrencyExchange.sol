// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ISettlement} from "../cash/ISettlement.sol";
import {IMemberRegistry, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {ExchangeStatus, ExchangeTerms, ICurrencyExchange, Leg, Offer} from "./ICurrencyExchange.sol";

/// @title CurrencyExchange
/// @dev Security contact: see SECURITY.md.
contract CurrencyExchange is ICurrencyExchange, MemberOnly {
    mapping(uint32 party => mapping(bytes32 exchange => Offer)) private _offers;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    function offer(bytes32 exchange, uint40 until) external {
        uint32 party = _authoriseTogether(Right.PAY);
        _requireOpen();
        require(exchange != 0, ExchangeNothingNamed());
        require(block.timestamp <= until, ExchangeTooLate(until, block.timestamp));
        _advance(party, exchange, ExchangeStatus.UNKNOWN, ExchangeStatus.OFFERED);
        _offers[party][exchange].until = until;
        emit Offered(exchange, party, until);
    }

    function withdraw(bytes32 exchange) external {
        uint32 party = _authorise(Right.PAY);
        _advance(party, exchange, ExchangeStatus.OFFERED, ExchangeStatus.WITHDRAWN);
        emit Withdrawn(exchange, party);
    }

    function accept(ExchangeTerms calldata terms) external {
        Leg calldata offered = terms.offered;
        Leg calldata asked = terms.asked;
        uint32 party = _authorise(Right.PAY, asked.cash, asked.amount);
        require(party == asked.payer, ExchangeNotAsked(asked.payer, party));
        require(offered.cash != asked.cash, ExchangeOneToken(asked.cash));
        require(offered.payment != asked.payment, ExchangeOneReference(asked.payment));
        bytes32 exchange = idOf(terms);
        _advance(offered.payer, exchange, ExchangeStatus.OFFERED, ExchangeStatus.EXCHANGED);
        uint40 until = _offers[offered.payer][exchange].until;
        require(block.timestamp <= until, ExchangeTooLate(until, block.timestamp));
        // Its persons agreed before; whether it still may act is asked now.
        _requireActive(offered.payer);
        _requireListed(offered.cash);
        _requireListed(asked.cash);
        emit Exchanged(exchange, terms);
        _pay(offered, asked.payer);
        _pay(asked, offered.payer);
    }

    function idOf(ExchangeTerms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    function offerOf(uint32 party, bytes32 exchange) external view returns (Offer memory) {
        return _offers[party][exchange];
    }

    function _advance(uint32 party, bytes32 exchange, ExchangeStatus from, ExchangeStatus to) private {
        ExchangeStatus status = _offers[party][exchange].status;
        require(status == from, ExchangeWrongStatus(exchange, status, from));
        _offers[party][exchange].status = to;
    }

    function _pay(Leg calldata leg, uint32 payee) private {
        address payer = PartyAccount.accountOf(leg.payer);
        address taker = PartyAccount.accountOf(payee);
        ISettlement(leg.cash).settleOnce(leg.payment, leg.payer, payer, taker, leg.amount, "");
    }
}
