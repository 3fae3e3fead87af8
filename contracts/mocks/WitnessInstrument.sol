// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Acting} from "../members/ActingParty.sol";
import {IMemberRegistry, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";

/// @title WitnessInstrument: says who it was told is acting, and asks each question that an instrument can ask.
contract WitnessInstrument is MemberOnly {
    event Witnessed(
        uint32 party, address account, uint256 persons, uint32 rights, uint16 roles, bool closing, bytes data
    );

    error WitnessFailed(uint256 value);

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    /// @dev Whatever is not a function below, shorter than a selector too, is told as it came.
    fallback() external {
        Acting acting = _acting();
        emit Witnessed(
            acting.party(),
            acting.account(),
            acting.persons(),
            acting.rights(),
            acting.roles(),
            acting.closing(),
            msg.data
        );
    }

    function alone(Right right) external view {
        _authorise(right);
    }

    function together(Right right) external view {
        _authoriseTogether(right);
    }

    function spend(Right right, address asset, uint64 amount) external view {
        _authorise(right, asset, amount);
    }

    function inRole(Right right, Role role) external view {
        _authorise(right, role);
    }

    function fresh() external view {
        _acting();
        _requireOpen();
    }

    function failWith(uint256 value) external pure {
        revert WitnessFailed(value);
    }

    function failWithoutWord() external pure {
        // The bare form: what an old contract, or one out of gas, gives back.
        require(false);
    }

    /// @dev As many bytes of nothing as a reason.
    function failAtLength(uint256 length) external pure {
        assembly ("memory-safe") {
            let start := mload(0x40)
            revert(start, length)
        }
    }

    function useUpGas() external pure {
        while (true) {}
    }

    /// @dev Calls members while it is being called by members.
    function comeBack(bytes calldata call) public {
        (bool ok, bytes memory answer) = address(members).call(call);
        if (ok) return;
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }

    function comeBackAndFail(bytes calldata call) external {
        comeBack(call);
        revert WitnessFailed(7);
    }
}
