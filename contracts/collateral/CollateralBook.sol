// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {CreditRules} from "../credits/CreditRules.sol";
import {Credit, CreditStatus, CreditTerms, ILetterOfCredit} from "../credits/ILetterOfCredit.sol";
import {IMemberRegistry, InstrumentStatus, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {ICollateralBook, Link, LinkStatus} from "./ICollateralBook.sol";

/// @title CollateralBook
/// @dev Security contact: see SECURITY.md.
contract CollateralBook is ICollateralBook, MemberOnly {
    uint256 private constant ENDED = (1 << uint8(CreditStatus.EXPIRED)) | (1 << uint8(CreditStatus.CANCELLED));

    mapping(bytes32 link => Link) private _links;
    mapping(address deal => mapping(bytes32 master => uint64)) private _linked;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    function offer(
        ILetterOfCredit deal,
        bytes32 master,
        CreditTerms calldata terms,
        uint32 bank,
        uint64 amount,
        bytes32 purpose
    ) external returns (bytes32 link) {
        uint32 party = _authoriseTogether(Right.PRESENT);
        _requireOpen();
        require(amount != 0 && purpose != 0, CollateralNothingNamed());
        uint64 undrawn = _undrawn(deal, master, terms);
        require(party == terms.beneficiary, CollateralNotBeneficiary(terms.beneficiary, party));
        _requireActive(bank);
        require(members.partyOf(bank).roles & (1 << uint8(Role.BANK)) != 0, CollateralNotABank(bank));
        link = idOf(address(deal), master, bank, amount, purpose);
        require(_links[link].status == LinkStatus.UNKNOWN, CollateralOfferedAlready(link));
        uint64 linked = _linked[address(deal)][master];
        uint64 available = undrawn > linked ? undrawn - linked : 0;
        require(amount <= available, CollateralAboveMaster(amount, available));
        _links[link] = Link(LinkStatus.OFFERED, party, bank, amount, address(deal), master, 0);
        _linked[address(deal)][master] = linked + amount;
        emit CollateralOffered(link, master, bank, address(deal), party, amount, purpose);
    }

    function take(bytes32 link, bytes32 second) external {
        uint32 party = _authorise(Right.UNDERTAKE);
        _requireOpen();
        require(second != 0, CollateralNothingNamed());
        Link storage taken = _links[link];
        _requireStatus(link, taken.status, LinkStatus.OFFERED);
        require(party == taken.bank, CollateralNotBank(taken.bank, party));
        (taken.status, taken.second) = (LinkStatus.TAKEN, second);
        emit CollateralTaken(link, second);
    }

    function release(bytes32 link) external {
        uint32 party = _authoriseTogether(Right.UNDERTAKE);
        Link storage released = _links[link];
        if (released.status != LinkStatus.OFFERED) _requireStatus(link, released.status, LinkStatus.TAKEN);
        require(party == released.bank, CollateralNotBank(released.bank, party));
        _release(link, released, party);
    }

    function withdraw(bytes32 link) external {
        (Link storage offered, uint32 party) = _asBeneficiary(link, LinkStatus.OFFERED);
        _release(link, offered, party);
    }

    function end(bytes32 link, ILetterOfCredit deal, bytes32 second, bytes32 salt) external {
        (Link storage taken, uint32 party) = _asBeneficiary(link, LinkStatus.TAKEN);
        require(taken.second == secondOf(address(deal), second, salt), CollateralOtherSecond(link));
        // Any version may have it, closed ones too; but none that the consortium does not know.
        require(
            members.instrumentOf(address(deal)).status != InstrumentStatus.UNKNOWN, MemberOnlyNotADeal(address(deal))
        );
        Credit memory record = deal.creditOf(second);
        require(
            ENDED & (1 << uint8(record.status)) != 0 && record.honoured == 0,
            CollateralStillSecures(link, record.status, record.honoured)
        );
        _release(link, taken, party);
    }

    // ------------------------------------------------------------------ reading

    function linkOf(bytes32 link) external view returns (Link memory) {
        return _links[link];
    }

    function linkedOf(address deal, bytes32 master) external view returns (uint64) {
        return _linked[deal][master];
    }

    function secondOf(address deal, bytes32 second, bytes32 salt) public pure returns (bytes32) {
        return keccak256(abi.encode(deal, second, salt));
    }

    function idOf(address deal, bytes32 master, uint32 bank, uint64 amount, bytes32 purpose)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(deal, master, bank, amount, purpose));
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev What of a running credit, whose operative terms are these, is not drawn for good.
    function _undrawn(ILetterOfCredit deal, bytes32 master, CreditTerms calldata terms) private view returns (uint64) {
        _requireDeal(address(deal));
        (, Credit memory record) = CreditRules.requireOperative(deal, master, terms);
        return record.drawable - record.honoured;
    }

    function _asBeneficiary(bytes32 link, LinkStatus allowed) private view returns (Link storage held, uint32 party) {
        party = _authorise(Right.PRESENT);
        held = _links[link];
        _requireStatus(link, held.status, allowed);
        require(party == held.beneficiary, CollateralNotBeneficiary(held.beneficiary, party));
    }

    function _release(bytes32 link, Link storage released, uint32 party) private {
        released.status = LinkStatus.RELEASED;
        _linked[released.deal][released.master] -= released.amount;
        emit CollateralReleased(link, party);
    }

    function _requireStatus(bytes32 link, LinkStatus status, LinkStatus allowed) private pure {
        require(status == allowed, CollateralWrongStatus(link, status, allowed));
    }
}
