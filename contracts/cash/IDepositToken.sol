// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ISettlement} from "./ISettlement.sol";

/// @title IDepositToken: a claim on one member bank in one currency, held by party accounts only.
/// @notice Amounts are in minor units and fit 64 bits. ERC-20 allowances do not exist here, and there is no `permit`: who
/// acts for an account is its operators, through members. Name and symbol are empty, for no text stands on the chain.
///
/// Trust: the issuer is trusted to owe what it minted; its claim is as good as the bank.
interface IDepositToken is IERC20, ISettlement {
    event Minted(uint32 indexed to, uint64 amount);
    event Redeemed(uint32 indexed from, uint64 amount);
    event Settled(bytes32 indexed payment);
    event Frozen(uint32 indexed party);
    event Unfrozen(uint32 indexed party);

    error CashNotIssuer(uint32 issuer, uint32 party);
    error CashFrozen(address account);
    error CashNotFrozen(uint32 party);
    error CashNotAccount(address account);
    error CashNotSettler(address caller);
    /// @dev An instrument pays from a party or its own keeping, to a party or its own keeping.
    error CashNotInKeeping(address account, address caller);
    error CashAmountTooLarge(uint256 amount, uint256 allowed);
    error CashZeroAmount();
    error CashNoAllowances();

    /// @notice The issuer owes `to` this much more. Two persons, unless within the issuer's limit.
    function mint(uint32 to, uint64 amount) external;

    /// @notice The acting party gives up this much of its claim; the issuer pays it out elsewhere.
    function redeem(uint64 amount) external;

    /// @notice The issuer stops all payments out of a party's account, as a court or the law orders. Two persons.
    function freeze(uint32 party) external;

    function unfreeze(uint32 party) external;

    /// @return The number of the bank that owes.
    function issuer() external view returns (uint32);

    /// @return ISO 4217 numeric code.
    function currency() external view returns (uint16);

    function isFrozen(uint32 party) external view returns (bool);
}
