// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IMemberRegistry, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {CreditRules} from "./CreditRules.sol";
import {IAmendmentBook} from "./IAmendmentBook.sol";
import {IEndBook, LastDays, OfPresentation} from "./IEndBook.sol";
import {Confirmation, Credit, CreditStatus, CreditTerms, Finding, ILetterOfCredit} from "./ILetterOfCredit.sol";
import {ITransferBook} from "./ITransferBook.sol";

/// @title EndBook
/// @dev Security contact: see SECURITY.md.
contract EndBook is IEndBook, MemberOnly {
    uint8 private constant ISSUING_BANK = 1;
    uint8 private constant BENEFICIARY = 2;
    uint8 private constant CONFIRMING_BANK = 4;

    IAmendmentBook public immutable amendments;
    ITransferBook public immutable transfers;

    mapping(address deal => mapping(bytes32 credit => mapping(bytes32 terms => uint8))) private _consents;

    constructor(IMemberRegistry members_, IAmendmentBook amendments_, ITransferBook transfers_)
        MemberOnly(members_)
    {
        amendments = amendments_;
        transfers = transfers_;
    }

    function expire(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external {
        uint32 bank = _authorise(Right.EXAMINE);
        (, uint16 open) = _operative(deal, credit, terms);
        require(bank == terms.issuingBank, ILetterOfCredit.CreditsNotIssuingBank(terms.issuingBank, bank));
        uint32 offered = amendments.offeredUntil(address(deal), credit);
        CreditRules.requireExpired(offered > terms.expiry ? offered : terms.expiry);
        _requireNoneOpen(credit, open);
        emit CreditExpired(address(deal), credit);
        deal.setEnded(credit, CreditStatus.EXPIRED);
    }

    function cancel(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external {
        (bytes32 hash, uint16 open) = _operative(deal, credit, terms);
        bool confirmed = deal.confirmationOf(credit, hash) == Confirmation.CONFIRMED;
        (uint32 party, uint8 who) = _consenting(credit, terms, confirmed);
        _requireNoneOpen(credit, open);
        uint8 given = _consents[address(deal)][credit][hash];
        require(given & who == 0, EndsAlreadyConsented(credit, party));
        given |= who;
        _consents[address(deal)][credit][hash] = given;
        emit CancellationAgreed(address(deal), credit, party, hash);
        if (given != ISSUING_BANK | BENEFICIARY | (confirmed ? CONFIRMING_BANK : 0)) return;
        emit CreditCancelled(address(deal), credit);
        deal.setEnded(credit, CreditStatus.CANCELLED);
    }

    function requireFinding(LastDays calldata terms, OfPresentation calldata presentation, Finding calldata finding)
        external
        pure
    {
        CreditRules.requireFinding(terms, presentation, finding);
    }

    // ------------------------------------------------------------------ reading

    function consentsOf(address deal, bytes32 credit, bytes32 terms) external view returns (uint8) {
        return _consents[deal][credit][terms];
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev Of a running credit whose operative terms are these, and from which none was transferred that still runs: their hash, and
    /// how many presentations are under way.
    function _operative(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms)
        private
        view
        returns (bytes32 hash, uint16 open)
    {
        _requireDeal(address(deal));
        Credit memory record;
        (hash, record) = CreditRules.requireOperative(deal, credit, terms);
        open = record.open;
        if (record.claused) transfers.requireNoneRunning(deal, credit);
    }

    function _requireNoneOpen(bytes32 credit, uint16 open) private pure {
        require(open == 0, ILetterOfCredit.CreditsOpenPresentations(credit, open));
    }

    function _consenting(bytes32 credit, CreditTerms calldata terms, bool confirmed)
        private
        view
        returns (uint32 party, uint8 who)
    {
        party = _acting().party();
        if (party == terms.issuingBank || (confirmed && party == terms.confirmingBank)) {
            _authoriseTogether(Right.UNDERTAKE);
            return (party, party == terms.issuingBank ? ISSUING_BANK : CONFIRMING_BANK);
        }
        require(party == terms.beneficiary, ILetterOfCredit.CreditsNotAParty(credit, party));
        _authorise(Right.PRESENT);
        who = BENEFICIARY;
    }
}
