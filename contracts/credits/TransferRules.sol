// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {AdvanceClause} from "./AdvanceClause.sol";
import {CreditRules} from "./CreditRules.sol";
import {Clauses, IClauseBook} from "./IClauseBook.sol";
import {Credit, CreditTerms} from "./ILetterOfCredit.sol";
import {ITransferBook, Transfer} from "./ITransferBook.sol";
import {RevolvingClause} from "./RevolvingClause.sol";

/// @title TransferRules: what UCP 600 art. 38 says of terms and figures.
library TransferRules {
    /// @dev The nominated bank, the issuing bank, or of a credit available with any bank the one that it authorises (art. 38b).
    /// There are no other clauses: what they fix cannot be cut in two.
    function requireFit(Clauses storage clauses, CreditTerms calldata terms) internal view {
        uint32 bank = clauses.transferringBank;
        require(
            clauses.instalments.length == 0 && !RevolvingClause.agreed(clauses.revolving) && !AdvanceClause.isAgreed(clauses.advance)
                && (bank == terms.issuingBank || bank == terms.nominatedBank || terms.nominatedBank == 0),
            IClauseBook.ClausesTransferDoesNotFit(terms.clauses)
        );
    }

    /// @dev Refused where the terms `transferred`, whose hash is `id`, differ in what art. 38g leaves as it is, or are wider. Where
    /// the first beneficiary stands for the applicant the bills go to the issuing bank, for they are not the first beneficiary's.
    /// @return What may be drawn under them, in minor units.
    function requireLike(bytes32 id, CreditTerms calldata terms, CreditTerms calldata transferred, uint32 bank)
        internal
        view
        returns (uint64)
    {
        CreditTerms memory like = terms;
        (like.beneficiary, like.advisingBank) = (transferred.beneficiary, bank);
        (like.amount, like.issued, like.expiry) = (transferred.amount, transferred.issued, transferred.expiry);
        (like.latestShipment, like.presentationDays) = (transferred.latestShipment, transferred.presentationDays);
        like.document = transferred.document;
        if (transferred.applicant == terms.beneficiary) {
            (like.applicant, like.titleToApplicant) = (terms.beneficiary, false);
        }
        bool ships = terms.latestShipment == 0
            || (transferred.latestShipment != 0 && transferred.latestShipment <= terms.latestShipment);
        require(
            keccak256(abi.encode(like)) == id && ships && transferred.beneficiary != terms.beneficiary
                && transferred.amount <= terms.amount && transferred.issued >= terms.issued
                && transferred.expiry <= terms.expiry && transferred.presentationDays <= terms.presentationDays,
            ITransferBook.TransfersOtherTerms(id)
        );
        CreditRules.requireTerms(id, transferred);
        return CreditRules.drawable(id, transferred);
    }

    /// @dev What is carved out covers the transferred credit and is still there; without partial drawings it is all (art. 38d).
    function requireThere(bytes32 credit, Credit memory record, uint64 carved, uint64 drawable) internal pure {
        uint64 available = record.drawable - record.reserved - record.honoured;
        require(
            drawable <= carved && carved <= available,
            ITransferBook.TransfersAmountOutOfRange(carved, drawable, available)
        );
        require(
            record.partialDrawings || carved == record.drawable, ITransferBook.TransfersOnlyAsAWhole(credit)
        );
    }

    /// @dev What of a drawing's share in what was carved out is above the drawing, rounded down, as far as it is held.
    function margin(Transfer storage made, uint64 drawable, uint64 amount) internal view returns (uint64 above) {
        above = uint64(uint256(amount) * made.carved / drawable) - amount;
        uint64 left = made.held - drawable;
        if (above > left) above = left;
    }

    /// @dev What stays with a transferred credit that gives back what is not used: that, and the margin on it that was not freed.
    function kept(Transfer storage made, Credit memory record)
        internal
        view
        returns (uint64 used, uint64 carved, uint64 held)
    {
        used = record.reserved + record.honoured;
        if (record.drawable == 0) return (0, made.carved, made.held);
        carved = uint64(uint256(used) * made.carved / record.drawable);
        uint64 freed = made.carved - made.held;
        held = carved > used + freed ? carved - freed : used;
    }

    /// @dev Nothing more is drawn under it, and nothing under presentation.
    function over(Credit memory record) internal pure returns (bool) {
        bool running = CreditRules.RUNNING & (1 << uint8(record.status)) != 0;
        return record.open == 0 && (!running || record.honoured == record.drawable);
    }
}
