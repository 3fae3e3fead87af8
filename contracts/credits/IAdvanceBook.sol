// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";
import {IShares} from "./IProceedsBook.sol";

/// @notice ASKED for by the beneficiary, ADVANCED by the bank until drawings or the issuing bank have given it back, which is
/// SETTLED.
enum AdvanceStatus {
    UNKNOWN,
    ASKED,
    ADVANCED,
    SETTLED
}

/// @notice What a bank pays before documents are presented: `amount` in minor units of `cash`, of which `back` has come back. `deal` is
/// where the credit is.
struct Advance {
    AdvanceStatus status;
    uint32 bank;
    uint32 beneficiary;
    uint32 issuingBank;
    uint64 amount;
    uint64 back;
    address deal;
    address cash;
    bytes32 credit;
}

/// @title IAdvanceBook: advances under a red or green clause.
/// @notice The beneficiary asks, with its receipt and its undertaking to present, and under a green clause warehouse receipts; the chain
/// knows the commitments, the bank judges the papers. What was advanced is taken off the first payments that the beneficiary
/// would get and given to the bank that advanced it. If nothing is presented, or too little, the issuing bank makes good what the bank
/// has advanced on its authority, once the credit has ended. It has no claim here for what it advanced itself.
///
/// An advance's id is the hash of credit, bank, amount, receipt and warehouse receipts.
interface IAdvanceBook is IShares {
    event AdvanceAsked(
        bytes32 indexed advance,
        address indexed deal,
        bytes32 indexed credit,
        uint32 bank,
        uint64 amount,
        bytes32 receipt,
        bytes32 warehouse
    );
    event AdvanceWithdrawn(bytes32 indexed advance);
    event Advanced(bytes32 indexed advance, uint32 indexed bank);
    /// @dev So much of it was taken off what `payer` pays of a drawing.
    event AdvanceDeducted(bytes32 indexed advance, bytes32 indexed drawing, uint32 indexed payer, uint64 amount);
    event AdvanceRepaid(bytes32 indexed advance, uint64 amount);

    /// @dev The clauses of the credit allow none, or it has none.
    error AdvancesNoClause(bytes32 credit);
    error AdvancesNothingNamed();
    /// @dev A green clause asks for warehouse receipts, a red one for none.
    error AdvancesWrongPapers(bytes32 credit);
    error AdvancesAskedAlready(bytes32 advance);
    /// @dev More than what the clause allows less what was advanced or is asked for.
    error AdvancesAboveClause(uint64 amount, uint64 available);
    error AdvancesWrongStatus(bytes32 advance, AdvanceStatus status, AdvanceStatus allowed);
    error AdvancesNotBank(uint32 bank, uint32 party);
    error AdvancesOfAnother(bytes32 advance, bytes32 credit);
    error AdvancesTooMany(bytes32 credit, uint256 most);
    /// @dev An authority's order stands against paying under the credit.
    error AdvancesStopped(bytes32 credit);
    /// @dev The issuing bank makes good what another bank advanced.
    error AdvancesOwn(bytes32 advance);
    error AdvancesCreditRuns(bytes32 credit);

    /// @notice The beneficiary asks a bank for an advance. Always two persons.
    /// @param bank the issuing or a nominated one. @param amount in minor units. @param receipt salted commitment to receipt and
    /// undertaking to present. @param warehouse the same to warehouse receipts, 0 under a red clause.
    function ask(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        uint32 bank,
        uint64 amount,
        bytes32 receipt,
        bytes32 warehouse
    ) external returns (bytes32 advance);

    /// @notice The beneficiary takes back what the bank has not advanced.
    function withdraw(bytes32 advance) external;

    /// @notice The bank advances what it was asked for, at once. Two persons, unless within its limit.
    function advance(
        ILetterOfCredit deal,
        bytes32 credit,
        CreditTerms calldata terms,
        bytes32 id,
        bytes calldata payment
    ) external;

    /// @notice The issuing bank makes good what is left of another bank's advance, once the credit has ended. Two persons, unless within
    /// its limit.
    function repay(bytes32 id, bytes calldata payment) external;

    function advanceOf(bytes32 id) external view returns (Advance memory);

    /// @return What was advanced under it or is asked for, in minor units.
    function advancedOf(address deal, bytes32 credit) external view returns (uint64);

    function idOf(address deal, bytes32 credit, uint32 bank, uint64 amount, bytes32 receipt, bytes32 warehouse)
        external
        pure
        returns (bytes32);
}
