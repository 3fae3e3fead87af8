// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @title ManyReads: many views in one call, so that a stateful test can look at everything after every step.
contract ManyReads {
    function read(address[] calldata targets, bytes[] calldata calls) external view returns (bytes[] memory answers) {
        answers = new bytes[](calls.length);
        for (uint256 i; i < calls.length; ++i) {
            (bool ok, bytes memory answer) = targets[i].staticcall(calls[i]);
            require(ok);
            answers[i] = answer;
        }
    }
}
