// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Port} from "./Port.sol";

/// @notice What every game has, and random payments beside a model of them. A step says from the model alone whether it is
/// allowed: what is must succeed, what is not must be refused, or the game is lost.
abstract contract CashGame {
    /// @dev Steps that were allowed, and steps that were tried all the same.
    uint256 public done;
    uint256 public refused;

    error StepOfTwoMinds(string step, bool allowed, bool done);

    uint32 internal constant CARRIER = 4;
    Port public immutable port;
    uint64[CARRIER] public balances;
    uint64 public issued;

    constructor(Port port_) {
        port = port_;
        for (uint32 who; who < CARRIER; ++who) _mint(who, 100_000);
    }

    function mint(uint256 seed, uint64 amount, bool issuer) external {
        amount %= 1_000_000;
        (uint32 who, uint32 to) = (issuer ? 0 : 1, uint32(seed % CARRIER));
        bytes memory call = abi.encodeCall(port.cash().mint, (port.numberOf(to), amount));
        bool allowed = issuer && amount != 0;
        _expect(allowed, port.together(who, address(port.cash()), call), "mint");
        if (allowed) (issued, balances[to]) = (issued + amount, balances[to] + amount);
    }

    function redeem(uint256 seed, uint64 amount) external {
        uint32 who = uint32(seed % CARRIER);
        amount = _about(balances[who], amount);
        bool allowed = amount != 0 && amount <= balances[who];
        bytes memory call = abi.encodeCall(port.cash().redeem, (amount));
        _expect(allowed, port.together(who, address(port.cash()), call), "redeem");
        if (allowed) (issued, balances[who]) = (issued - amount, balances[who] - amount);
    }

    function pay(uint256 seed, uint64 amount, bool one) external {
        (uint32 who, uint32 to) = (uint32(seed % CARRIER), uint32((seed >> 8) % CARRIER));
        amount = _about(balances[who], amount);
        bool allowed = !one && amount != 0 && amount <= balances[who];
        bytes memory call = abi.encodeWithSignature("transfer(address,uint256)", port.accountOf(to), amount);
        address cash = address(port.cash());
        _expect(allowed, one ? port.alone(who, cash, call) : port.together(who, cash, call), "transfer");
        if (allowed) _pay(who, to, amount);
    }

    function _pay(uint32 from, uint32 to, uint64 amount) internal {
        balances[from] -= amount;
        balances[to] += amount;
    }

    /// @dev Mostly what is there, sometimes more.
    function _about(uint64 there, uint64 drawn) internal pure returns (uint64) {
        return uint64(uint256(drawn) % (uint256(there) + there / 8 + 2));
    }

    /// @dev Mostly who may, sometimes anybody.
    function _mostly(uint32 may, uint256 seed) internal pure returns (uint32) {
        return seed % 8 == 0 ? uint32((seed >> 16) % CARRIER) : may;
    }

    function _expect(bool allowed, bool was, string memory step) internal {
        require(allowed == was, StepOfTwoMinds(step, allowed, was));
        if (was) ++done;
        else ++refused;
    }

    function _mint(uint32 to, uint64 amount) private {
        bytes memory call = abi.encodeCall(port.cash().mint, (port.numberOf(to), amount));
        require(port.together(0, address(port.cash()), call), "the first cash");
        (issued, balances[to]) = (issued + amount, balances[to] + amount);
    }
}
