// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Capability, IMemberRegistry, Instrument, InstrumentStatus, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {IDepositToken} from "./IDepositToken.sol";

/// @title DepositToken
/// @dev Security contact: see SECURITY.md.
contract DepositToken is IDepositToken, ERC20, MemberOnly {
    uint32 public immutable issuer;
    uint16 public immutable currency;
    uint8 private immutable _decimals;

    mapping(address account => bool) private _frozen;

    /// @param issuer_ number of the bank that owes. @param currency_ ISO 4217 numeric. @param decimals_ of the currency.
    constructor(IMemberRegistry members_, uint32 issuer_, uint16 currency_, uint8 decimals_)
        MemberOnly(members_)
        ERC20("", "")
    {
        issuer = issuer_;
        currency = currency_;
        _decimals = decimals_;
    }

    // ------------------------------------------------------------------ the issuer

    function mint(uint32 to, uint64 amount) external {
        _requireIssuer(_authorise(Right.PAY, address(this), amount));
        _requireRole(Role.BANK);
        _requireOpen();
        _requireActive(to);
        emit Minted(to, amount);
        _mint(PartyAccount.accountOf(to), amount);
    }

    function freeze(uint32 party) external {
        _requireIssuer(_authoriseTogether(Right.PAY));
        address account = PartyAccount.accountOf(party);
        require(account != address(0), CashNotAccount(account));
        require(!_frozen[account], CashFrozen(account));
        _frozen[account] = true;
        emit Frozen(party);
    }

    function unfreeze(uint32 party) external {
        _requireIssuer(_authoriseTogether(Right.PAY));
        address account = PartyAccount.accountOf(party);
        require(_frozen[account], CashNotFrozen(party));
        _frozen[account] = false;
        emit Unfrozen(party);
    }

    // ------------------------------------------------------------------ holders

    function redeem(uint64 amount) external {
        uint32 party = _authorise(Right.PAY, address(this), amount);
        emit Redeemed(party, amount);
        _burn(PartyAccount.accountOf(party), amount);
    }

    function transfer(address to, uint256 amount) public override(ERC20, IERC20) returns (bool) {
        require(amount <= type(uint64).max, CashAmountTooLarge(amount, type(uint64).max));
        uint32 party = _authorise(Right.PAY, address(this), uint64(amount));
        uint32 payee = PartyAccount.partyOf(to);
        require(payee != 0, CashNotAccount(to));
        _requireActive(payee);
        _transfer(PartyAccount.accountOf(party), to, amount);
        return true;
    }

    function approve(address, uint256) public pure override(ERC20, IERC20) returns (bool) {
        revert CashNoAllowances();
    }

    function transferFrom(address, address, uint256) public pure override(ERC20, IERC20) returns (bool) {
        revert CashNoAllowances();
    }

    // ------------------------------------------------------------------ deals

    function settle(bytes32 payment, address payer, address payee, uint64 amount, bytes calldata) external {
        Instrument memory settler = members.instrumentOf(msg.sender);
        bool running = settler.status == InstrumentStatus.OPEN || settler.status == InstrumentStatus.CLOSING;
        require(running && settler.capabilities & (1 << uint8(Capability.CASH)) != 0, CashNotSettler(msg.sender));
        _requireInKeeping(payer);
        _requireInKeeping(payee);
        emit Settled(payment);
        _transfer(payer, payee, amount);
    }

    // ------------------------------------------------------------------ reading

    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    function isFrozen(uint32 party) external view returns (bool) {
        return _frozen[PartyAccount.accountOf(party)];
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev Every movement passes here.
    function _update(address from, address to, uint256 amount) internal override {
        require(amount != 0, CashZeroAmount());
        require(!_frozen[from], CashFrozen(from));
        super._update(from, to, amount);
        require(totalSupply() <= type(uint64).max, CashAmountTooLarge(totalSupply(), type(uint64).max));
    }

    function _requireIssuer(uint32 party) private view {
        require(party == issuer, CashNotIssuer(issuer, party));
    }

    function _requireInKeeping(address account) private view {
        require(
            account == msg.sender || PartyAccount.partyOf(account) != 0, CashNotInKeeping(account, msg.sender)
        );
    }
}
