// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Confirmation, CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";

/// @notice One of the drawings that a credit stipulates (UCP 600 art. 32): `amount` in minor units, to be presented from the day
/// `from` to the day `until`, both included, in days since 1970-01-01. The credit's upper tolerance applies to it too.
struct Instalment {
    uint64 amount;
    uint32 from;
    uint32 until;
}

/// @notice The credit's amount becomes available again. By time: `firstDays` are those of its cycles, the first one's too, in days
/// since 1970-01-01; each cycle lasts until the next begins, and the last as long as the credit. On notice: there are no days,
/// and its bank reinstates the amount at most so many times (`notices`). What was not drawn in a cycle is carried over
/// (`cumulative`), or lapses. `CreditTerms.amount` is that of one cycle (field 32B), and so is what its upper tolerance
/// makes of it (39A). UCP 600 has no article on it: market practice.
struct Revolving {
    uint32[] firstDays;
    uint8 notices;
    bool cumulative;
}

/// @notice RED: an advance against a receipt and an undertaking to present. GREEN: against warehouse receipts as well.
enum AdvanceKind {
    NONE,
    RED,
    GREEN
}

/// @notice What may be advanced before documents are presented: `percent` of the amount, 0 where none is agreed.
struct AdvanceTerms {
    AdvanceKind kind;
    uint8 percent;
}

/// @notice What only some credits have, each clause beside the others and empty where it is not agreed. `CreditTerms.clauses` is
/// the hash of all of it. `transferringBank` may transfer the credit (UCP 600 art. 38b), 0: it is not transferable. How to add one:
/// docs/decisions/0023-clauses.md.
struct Clauses {
    Instalment[] instalments;
    Revolving revolving;
    uint32 transferringBank;
    AdvanceTerms advance;
}

/// @title IClauseBook: what credits with special clauses are asked beside what every credit is.
/// @notice Anyone states clauses; a credit may then be issued on them. Three questions come from the credit, each once: when it is
/// issued, presented under and amended; each is refused by reverting. A credit without clauses never comes here. What is kept
/// is kept for the contract that asks: only LetterOfCredit's own answers matter to it.
interface IClauseBook {
    event ClausesStated(bytes32 indexed clauses, Clauses contents);
    /// @dev For the time `reinstated` the amount is available again. What it comes to is said by `CreditAdjusted`.
    event CreditReinstated(address indexed deal, bytes32 indexed credit, uint8 reinstated);

    error ClausesEmpty();
    error ClausesUnknown(bytes32 clauses);
    /// @dev Instalments go with terms that allow partial drawings, sum up to the amount, and follow each other until the expiry.
    error ClausesInstalmentsDoNotFit(bytes32 clauses);
    /// @dev A revolving clause goes with terms that allow partial drawings and have no instalments: 2 to 60 cycles by time, one after
    /// the other, the last begun by the expiry; or 1 to 59 notices. All that may ever be drawn fits 64 bits.
    error ClausesRevolvingDoesNotFit(bytes32 clauses);
    /// @dev The amount was reinstated as often as the credit says; `notices` is 0 where it is not reinstated on notice.
    error ClausesNoticesUsed(bytes32 credit, uint8 notices);
    /// @dev The day of presentation is in the period of no instalment, or before the first cycle.
    error ClausesOutsidePeriods(bytes32 credit, uint32 presented);
    /// @dev Nothing was drawn of the instalment before the day `until`: it and all later ones are no longer available (art. 32).
    error ClausesInstalmentMissed(bytes32 credit, uint256 instalment, uint32 until);
    /// @dev An advance is of 1 to 100 percent, under a red or a green clause.
    error ClausesAdvanceDoesNotFit(bytes32 clauses);
    /// @dev What may be drawn is what the instalments say: `drawable` cannot become `amended`.
    error ClausesAmountFixed(bytes32 credit, uint64 drawable, uint64 amended);
    /// @dev A transferable credit names a bank that may transfer it (art. 38b), and has no other clause.
    error ClausesTransferDoesNotFit(bytes32 clauses);

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

    /// @notice The issuing bank makes the amount of a credit that revolves on notice available again, though it was exhausted; until its
    /// expiry, where the place may be a day behind. Always two persons. Where undrawn sums lapse, nothing may be under presentation.
    function reinstate(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external;

    /// @notice For the book of transfers: these terms are a credit of the deal from now on, transferred from `from`.
    /// @param answer what the confirming bank has said of them. @return id of the credit.
    function open(
        ILetterOfCredit deal,
        bytes32 from,
        CreditTerms calldata terms,
        uint64 drawable,
        Confirmation answer
    ) external returns (bytes32 id);

    /// @notice For the book of transfers: what a credit's balance is from now on, in minor units.
    function adjust(ILetterOfCredit deal, bytes32 credit, uint64 drawable, uint64 reserved, uint64 honoured)
        external;

    /// @notice Refused where nobody has stated them.
    function clausesOf(bytes32 clauses) external view returns (Clauses memory);

    /// @return What is drawn or under presentation of each instalment, in minor units.
    function drawnOf(address deal, bytes32 credit) external view returns (uint64[] memory);

    /// @notice Of a revolving credit. @param day of a presentation.
    /// @return cycle the amount of one cycle with the upper tolerance, as operative now.
    /// @return reinstated how often it was, on notice. @return available what may be presented for on that day; in minor units.
    function revolvedOf(ILetterOfCredit deal, bytes32 credit, uint32 day)
        external
        view
        returns (uint64 cycle, uint8 reinstated, uint64 available);

    function idOf(Clauses calldata clauses) external pure returns (bytes32);
}
