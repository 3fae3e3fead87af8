// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {CreditTerms} from "./ILetterOfCredit.sol";

/// @notice One of the drawings that a credit stipulates (UCP 600 art. 32): `amount` in minor units, to be presented from the day
/// `from` to the day `until`, both included, in days since 1970-01-01. The credit's upper tolerance applies to it too.
struct Instalment {
    uint64 amount;
    uint32 from;
    uint32 until;
}

/// @notice What only some credits have, each clause beside the others and empty where it is not agreed. `CreditTerms.clauses` is
/// the hash of all of it. How to add one: docs/decisions/0023-clauses.md.
struct Clauses {
    Instalment[] instalments;
}

/// @title IClauseBook: what credits with special clauses are asked beside what every credit is.
/// @notice Anyone states clauses; a credit may then be issued on them. Three questions come from the credit, each once: when it is
/// issued, presented under and amended; each is refused by reverting. A credit without clauses never comes here. What is kept
/// is kept for the contract that asks: only LetterOfCredit's own answers matter to it.
interface IClauseBook {
    event ClausesStated(bytes32 indexed clauses, Clauses contents);

    error ClausesEmpty();
    error ClausesUnknown(bytes32 clauses);
    /// @dev Instalments go with terms that allow partial drawings, sum up to the amount, and follow each other until the expiry.
    error ClausesInstalmentsDoNotFit(bytes32 clauses);
    /// @dev The day of presentation is in the period of no instalment.
    error ClausesOutsidePeriods(bytes32 credit, uint32 presented);
    /// @dev Nothing was drawn of the instalment before the day `until`: it and all later ones are no longer available (art. 32).
    error ClausesInstalmentMissed(bytes32 credit, uint256 instalment, uint32 until);
    /// @dev What may be drawn is what the instalments say: `drawable` cannot become `amended`.
    error ClausesAmountFixed(bytes32 credit, uint64 drawable, uint64 amended);

    /// @notice Make clauses known by their hash. Whoever states them again changes nothing.
    /// @return hash for `CreditTerms.clauses`.
    function state(Clauses calldata clauses) external returns (bytes32 hash);

    /// @notice For a credit that is being issued: refused unless its clauses are known and fit its terms.
    /// @return drawable what may be drawn in all, in minor units.
    function admit(bytes32 credit, CreditTerms calldata terms) external returns (uint64 drawable);

    /// @notice For a credit that is being presented under, before it counts the presentation.
    /// @param bank to which it is presented. @param amount what it draws. @param presented its day.
    /// @return drawable what may be drawn now. @return used what of that is drawn or under presentation.
    function draw(bytes32 credit, bytes32 presentation, uint32 bank, uint64 amount, uint32 presented)
        external
        returns (uint64 drawable, uint64 used);

    /// @notice For a credit whose amendment is being accepted.
    /// @param drawable its amended amount with the upper tolerance. @return What may be drawn in all from now on.
    function amend(bytes32 credit, uint64 drawable, bool partialDrawings) external returns (uint64);

    /// @notice Refused where nobody has stated them.
    function clausesOf(bytes32 clauses) external view returns (Clauses memory);

    /// @return What is drawn or under presentation of each instalment, in minor units.
    function drawnOf(address deal, bytes32 credit) external view returns (uint64[] memory);

    function idOf(Clauses calldata clauses) external pure returns (bytes32);
}
