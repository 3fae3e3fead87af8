// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IMemberRegistry} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {CreditRules} from "./CreditRules.sol";
import {Clauses, IClauseBook, Instalment} from "./IClauseBook.sol";
import {CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";
import {Drawing, InstalmentClause} from "./InstalmentClause.sol";

/// @title ClauseBook
/// @dev Security contact: see SECURITY.md. Each clause is a library beside this contract; here they are asked in turn.
contract ClauseBook is IClauseBook, MemberOnly {
    /// @dev What a credit was issued with.
    struct Claused {
        bytes32 clauses;
        uint8 tolerancePlus;
    }

    mapping(bytes32 clauses => bool) private _stated;
    mapping(bytes32 clauses => Clauses) private _clauses;
    mapping(address deal => mapping(bytes32 credit => Claused)) private _of;
    mapping(address deal => mapping(bytes32 credit => mapping(uint256 instalment => Drawing[]))) private _drawings;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    function state(Clauses calldata clauses) external returns (bytes32 hash) {
        _acting();
        require(clauses.instalments.length != 0, ClausesEmpty());
        hash = idOf(clauses);
        if (_stated[hash]) return hash;
        _stated[hash] = true;
        for (uint256 i; i < clauses.instalments.length; ++i) {
            _clauses[hash].instalments.push(clauses.instalments[i]);
        }
        emit ClausesStated(hash, clauses);
    }

    // ------------------------------------------------------------------ what a credit asks

    function admit(bytes32 credit, CreditTerms calldata terms) external returns (uint64 drawable) {
        Clauses storage clauses = _known(terms.clauses);
        _of[msg.sender][credit] = Claused(terms.clauses, terms.tolerancePlus);
        drawable = CreditRules.drawable(credit, terms);
        if (clauses.instalments.length != 0) InstalmentClause.requireFit(clauses.instalments, terms);
    }

    function draw(bytes32 credit, bytes32 presentation, uint32, uint64 amount, uint32 presented)
        external
        returns (uint64 drawable, uint64 used)
    {
        Claused storage of_ = _of[msg.sender][credit];
        Instalment[] storage schedule = _clauses[of_.clauses].instalments;
        mapping(uint256 instalment => Drawing[]) storage drawings = _drawings[msg.sender][credit];
        uint256 at;
        (at, drawable) = InstalmentClause.current(schedule, drawings, credit, of_.tolerancePlus, presented);
        used = InstalmentClause.drawn(drawings[at]);
        drawings[at].push(Drawing(presentation, amount));
    }

    function amend(bytes32 credit, uint64 drawable, bool partialDrawings) external view returns (uint64) {
        uint64 before = ILetterOfCredit(msg.sender).creditOf(credit).drawable;
        if (_clauses[_of[msg.sender][credit].clauses].instalments.length != 0) {
            require(drawable == before && partialDrawings, ClausesAmountFixed(credit, before, drawable));
        }
        return drawable;
    }

    // ------------------------------------------------------------------ reading

    function clausesOf(bytes32 clauses) external view returns (Clauses memory) {
        return _known(clauses);
    }

    function drawnOf(address deal, bytes32 credit) external view returns (uint64[] memory drawn) {
        drawn = new uint64[](_clauses[_of[deal][credit].clauses].instalments.length);
        for (uint256 i; i < drawn.length; ++i) {
            drawn[i] = InstalmentClause.drawnIn(ILetterOfCredit(deal), _drawings[deal][credit][i]);
        }
    }

    function idOf(Clauses calldata clauses) public pure returns (bytes32) {
        return keccak256(abi.encode(clauses));
    }

    function _known(bytes32 clauses) private view returns (Clauses storage) {
        require(_stated[clauses], ClausesUnknown(clauses));
        return _clauses[clauses];
    }
}
