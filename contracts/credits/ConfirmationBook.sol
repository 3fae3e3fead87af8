// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IMemberRegistry, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {CreditRules} from "./CreditRules.sol";
import {IConfirmationBook} from "./IConfirmationBook.sol";
import {Confirmation, CreditTerms, ILetterOfCredit} from "./ILetterOfCredit.sol";

/// @title ConfirmationBook
/// @dev Security contact: see SECURITY.md. The credit keeps the answer.
contract ConfirmationBook is IConfirmationBook, MemberOnly {
    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    function confirm(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external {
        // What clauses make of the amount is not known here: two persons always.
        uint32 bank = terms.clauses == 0
            ? _authorise(Right.UNDERTAKE, terms.cash, CreditRules.drawable(credit, terms))
            : _authoriseTogether(Right.UNDERTAKE);
        require(!_requireDeal(address(deal)), MemberOnlyClosing(address(deal)));
        bytes32 hash = _unanswered(deal, credit, terms, bank);
        emit CreditConfirmed(address(deal), credit, bank, hash);
        deal.setConfirmation(credit, hash, Confirmation.CONFIRMED);
    }

    function decline(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms) external {
        uint32 bank = _authorise(Right.EXAMINE);
        _requireDeal(address(deal));
        bytes32 hash = _unanswered(deal, credit, terms, bank);
        emit ConfirmationDeclined(address(deal), credit, bank, hash);
        deal.setConfirmation(credit, hash, Confirmation.DECLINED);
    }

    /// @dev The hash of the operative terms, which are these, where `bank` is asked and has not answered.
    function _unanswered(ILetterOfCredit deal, bytes32 credit, CreditTerms calldata terms, uint32 bank)
        private
        view
        returns (bytes32 hash)
    {
        (hash,) = CreditRules.requireOperative(deal, credit, terms);
        require(
            bank == terms.confirmingBank, ILetterOfCredit.CreditsNotConfirmingBank(terms.confirmingBank, bank)
        );
        Confirmation given = deal.confirmationOf(credit, hash);
        require(given == Confirmation.NONE, ILetterOfCredit.CreditsConfirmationAnswered(credit, given));
    }
}
