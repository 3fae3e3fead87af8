// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Capability, IMemberRegistry, Instrument, InstrumentStatus, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {PartyAccount} from "../members/PartyAccount.sol";
import {IDepositToken, Payment, PaymentStatus} from "./IDepositToken.sol";

/// @title DepositToken
/// @dev Security contact: see SECURITY.md.
contract DepositToken is IDepositToken, ERC20, MemberOnly {
    uint32 public immutable issuer;
    uint16 public immutable currency;
    uint8 private immutable _decimals;

    mapping(address account => bool) private _frozen;
    mapping(bytes32 payment => Payment) private _payments;
    mapping(address instrument => bool) private _appointed;

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
        _requireMayMint(to, amount);
        emit Minted(to, amount);
        _mint(PartyAccount.accountOf(to), amount);
    }

    function payIn(bytes32 payment, uint32 to, uint64 amount) external {
        _requireMayMint(to, amount);
        emit Minted(to, amount);
        _record(payment, issuer, Payment(0, to, amount, PaymentStatus.PAID_IN, 0));
        _mint(PartyAccount.accountOf(to), amount);
    }

    function force(bytes32 payment, bytes32 undoes, uint32 from, uint32 to, uint64 amount, bytes32 order) external {
        _requireIssuer(_authoriseTogether(Right.PAY));
        require(order != 0, CashNothingNamed());
        require(from != 0, CashNotAccount(address(0)));
        _requireActive(to);
        if (undoes != 0) _undo(undoes, from, to, amount);
        emit Forced(payment, undoes, order);
        _record(payment, issuer, Payment(from, to, amount, PaymentStatus.FORCED, 0));
        _move(PartyAccount.accountOf(from), PartyAccount.accountOf(to), amount);
    }

    function appoint(address instrument, bool appointed) external {
        _requireIssuer(_authoriseTogether(Right.PAY));
        _requireRole(Role.BANK);
        _appointed[instrument] = appointed;
        emit Appointed(instrument, appointed);
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

    function payOut(bytes32 payment, uint64 amount) external {
        uint32 party = _authorise(Right.PAY, address(this), amount);
        emit Redeemed(party, amount);
        _record(payment, party, Payment(party, 0, amount, PaymentStatus.PAID_OUT, 0));
        _burn(PartyAccount.accountOf(party), amount);
    }

    function pay(bytes32 payment, uint32 to, uint64 amount) external {
        uint32 party = _authorise(Right.PAY, address(this), amount);
        _requireActive(to);
        _record(payment, party, Payment(party, to, amount, PaymentStatus.PAID, 0));
        _transfer(PartyAccount.accountOf(party), PartyAccount.accountOf(to), amount);
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

    // ------------------------------------------------------------------ the way back

    function reverse(bytes32 payment, bytes32 reason) external {
        uint32 party = _authoriseTogether(Right.PAY);
        Payment memory made = _payments[payment];
        require(_isReversible(made.status), CashNotReversible(payment, made.status));
        require(reason != 0, CashNothingNamed());
        bool returned = made.status == PaymentStatus.PAID;
        if (returned) require(party == made.payee, CashNotPayee(made.payee, party));
        else _requireIssuer(party);
        _payments[payment].status = PaymentStatus.REVERSED;
        emit Reversed(payment, reason);
        (address back, address to) = (PartyAccount.accountOf(made.payee), PartyAccount.accountOf(made.payer));
        // A freeze binds the holder. What the issuer takes back was never rightly in the account that it froze.
        if (returned) _update(back, to, made.amount);
        else _move(back, to, made.amount);
    }

    // ------------------------------------------------------------------ deals

    function settle(bytes32 payment, address payer, address payee, uint64 amount, bytes calldata) external {
        _requireMaySettle(payer, payee);
        emit Settled(payment);
        _transfer(payer, payee, amount);
    }

    function settleOnce(
        bytes32 payment,
        uint32 orderer,
        address payer,
        address payee,
        uint64 amount,
        bytes calldata
    ) external {
        uint16 instrument = _requireMaySettle(payer, payee);
        (uint32 from, uint32 to) = (PartyAccount.partyOf(payer), PartyAccount.partyOf(payee));
        _record(payment, orderer, Payment(from, to, amount, PaymentStatus.SETTLED, instrument));
        _transfer(payer, payee, amount);
    }

    function redeemFor(bytes32 payment, uint32 holder, uint64 amount) external {
        uint16 instrument = _requireAppointed();
        emit Redeemed(holder, amount);
        _record(payment, holder, Payment(holder, 0, amount, PaymentStatus.CLEARED, instrument));
        _burn(PartyAccount.accountOf(holder), amount);
    }

    function mintFor(bytes32 payment, uint32 payer, uint32 to, uint64 amount) external {
        uint16 instrument = _requireAppointed();
        _requireListed(address(this));
        _requireActive(to);
        emit Minted(to, amount);
        _record(payment, payer, Payment(0, to, amount, PaymentStatus.CLEARED, instrument));
        _mint(PartyAccount.accountOf(to), amount);
    }

    function giveBackFor(bytes32 payment, bytes32 reason) external {
        uint16 instrument = _requireAppointed();
        Payment memory made = _payments[payment];
        require(made.status == PaymentStatus.CLEARED, CashNotReversible(payment, made.status));
        require(made.instrument == instrument, CashClearedByAnother(payment, made.instrument, instrument));
        _payments[payment].status = PaymentStatus.REVERSED;
        emit Reversed(payment, reason);
        _update(PartyAccount.accountOf(made.payee), PartyAccount.accountOf(made.payer), made.amount);
    }

    // ------------------------------------------------------------------ reading

    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    function isFrozen(uint32 party) external view returns (bool) {
        return _frozen[PartyAccount.accountOf(party)];
    }

    function isAppointed(address instrument) external view returns (bool) {
        return _appointed[instrument];
    }

    function paymentOf(bytes32 payment) external view returns (Payment memory) {
        return _payments[payment];
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev Every movement that a holder wants, or a deal for it, passes here.
    function _update(address from, address to, uint256 amount) internal override {
        require(!_frozen[from], CashFrozen(from));
        _move(from, to, amount);
    }

    /// @dev Every movement passes here.
    function _move(address from, address to, uint256 amount) private {
        require(amount != 0, CashZeroAmount());
        super._update(from, to, amount);
        require(totalSupply() <= type(uint64).max, CashAmountTooLarge(totalSupply(), type(uint64).max));
    }

    /// @dev Each orderer has references of its own, so nobody uses up one that it saw on its way to the chain.
    function _record(bytes32 payment, uint32 orderer, Payment memory made) private {
        require(payment != 0, CashNothingNamed());
        require(uint32(uint256(payment)) == orderer, CashReferenceOfAnother(payment, orderer));
        PaymentStatus status = _payments[payment].status;
        require(status == PaymentStatus.UNKNOWN, CashPaidAlready(payment, status));
        _payments[payment] = made;
        emit Paid(payment, made.status);
    }

    function _undo(bytes32 payment, uint32 from, uint32 to, uint64 amount) private {
        Payment memory made = _payments[payment];
        require(
            made.status == PaymentStatus.PAID && made.payee == from && made.payer == to && made.amount == amount,
            CashNotUndone(payment, made.status, made.payer, made.payee, made.amount)
        );
        _payments[payment].status = PaymentStatus.REVERSED;
    }

    function _isReversible(PaymentStatus status) private pure returns (bool) {
        return status == PaymentStatus.PAID || status == PaymentStatus.PAID_IN || status == PaymentStatus.PAID_OUT;
    }

    function _requireMayMint(uint32 to, uint64 amount) private view {
        _requireIssuer(_authorise(Right.PAY, address(this), amount));
        _requireRole(Role.BANK);
        _requireOpen();
        _requireActive(to);
    }

    function _requireIssuer(uint32 party) private view {
        require(party == issuer, CashNotIssuer(issuer, party));
    }

    /// @return The caller's number in the registry.
    function _requireSettler() private view returns (uint16) {
        Instrument memory settler = members.instrumentOf(msg.sender);
        bool running = settler.status == InstrumentStatus.OPEN || settler.status == InstrumentStatus.CLOSING;
        require(running && settler.capabilities & (1 << uint8(Capability.CASH)) != 0, CashNotSettler(msg.sender));
        return settler.number;
    }

    function _requireAppointed() private view returns (uint16 instrument) {
        instrument = _requireSettler();
        require(_appointed[msg.sender], CashNotAppointed(msg.sender));
    }

    function _requireMaySettle(address payer, address payee) private view returns (uint16 instrument) {
        instrument = _requireSettler();
        _requireInKeeping(payer);
        _requireInKeeping(payee);
    }

    function _requireInKeeping(address account) private view {
        require(
            account == msg.sender || PartyAccount.partyOf(account) != 0, CashNotInKeeping(account, msg.sender)
        );
    }
}
