// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Capability, IMemberRegistry, Instrument, InstrumentStatus, Right, Role} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {Financing, FinancingRecord, FinancingStatus, IFinanceRegister, Standing} from "./IFinanceRegister.sol";

/// @title FinanceRegister
/// @dev Security contact: see SECURITY.md. Sums stand by fingerprint; a financing's fingerprints come as calldata and are known
/// by their hash, so that only what frees or takes a share has to be told them.
contract FinanceRegister is IFinanceRegister, MemberOnly {
    uint256 private constant MAX_FINGERPRINTS = 8;
    uint16 private constant WHOLE = 10_000;
    uint256 private constant LONGEST_HOLD = 7 days;
    uint8 private constant MAX_RENEWALS = 2;
    /// @dev For how long a number waits that let a reservation end: the chance of all others.
    uint40 private constant REST = 1 days;

    mapping(bytes32 financing => FinancingRecord) private _financings;
    mapping(bytes32 fingerprint => Standing) private _standings;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    // ------------------------------------------------------------------ reserve

    function reserve(Financing calldata financing, uint40 until, Financing[] calldata lapsed)
        external
        returns (bytes32 id)
    {
        uint32 party = _authoriseTogether(Right.UNDERTAKE);
        _requireRole(Role.BANK);
        _requireOpen();
        require(party == financing.financier, FinanceNotFinancier(financing.financier, party));
        _requireHold(until);
        for (uint256 i; i < lapsed.length; ++i) {
            // Another may have been quicker; what is free stands in nobody's way.
            if (_financings[idOf(lapsed[i])].status != FinancingStatus.RELEASED) _clear(lapsed[i]);
        }
        id = idOf(financing);
        _requireStatus(id, _financings[id], 1 << uint8(FinancingStatus.UNKNOWN));
        _takeShare(financing);
        _financings[id] = FinancingRecord({
            financier: party,
            share: financing.share,
            status: FinancingStatus.RESERVED,
            renewals: 0,
            keeper: 0,
            until: until
        });
        emit FinancingReserved(id, financing, until);
    }

    function renew(bytes32 financing, uint40 until) external {
        FinancingRecord storage record = _ownTogether(financing);
        _requireReserved(financing, record);
        require(record.renewals < MAX_RENEWALS, FinanceTooManyRenewals(financing, record.renewals));
        _requireHold(until);
        ++record.renewals;
        record.until = until;
        emit FinancingRenewed(financing, until);
    }

    function clear(Financing[] calldata lapsed) external {
        _authorise(Right.UNDERTAKE, Role.BANK);
        for (uint256 i; i < lapsed.length; ++i) _clear(lapsed[i]);
    }

    // ------------------------------------------------------------------ finance, and the end

    function finance(bytes32 financing) external {
        FinancingRecord storage record = _ownTogether(financing);
        _requireReserved(financing, record);
        record.status = FinancingStatus.FINANCED;
        emit Financed(financing, 0);
    }

    function settle(bytes32 financing) external {
        FinancingRecord storage record = _ownTogether(financing);
        _requireStatus(financing, record, _financed());
        _requireUnkept(financing, record);
        record.status = FinancingStatus.SETTLED;
        emit FinancingSettled(financing);
    }

    function dispute(bytes32 financing, bytes32 grounds) external {
        FinancingRecord storage record = _ownTogether(financing);
        _requireStatus(financing, record, 1 << uint8(FinancingStatus.FINANCED));
        _requireUnkept(financing, record);
        record.status = FinancingStatus.DISPUTED;
        emit FinancingDisputed(financing, grounds);
    }

    function release(Financing calldata financing) external {
        bytes32 id = idOf(financing);
        FinancingRecord storage record = _financings[id];
        if (record.status == FinancingStatus.RESERVED) {
            _requireFinancier(record, _authorise(Right.UNDERTAKE));
            _rest(financing, _earlier(record.until));
        } else {
            _ownTogether(id);
            _requireStatus(id, record, _financed());
            _requireUnkept(id, record);
        }
        _free(financing, record);
        emit FinancingReleased(id);
    }

    // ------------------------------------------------------------------ instruments that finance

    function take(bytes32 financing, uint32 party, uint16 share) external {
        FinancingRecord storage record = _financings[financing];
        uint16 keeper = _keeper();
        _requireReserved(financing, record);
        _requireFinancier(record, party);
        require(record.share >= share, FinanceTooSmall(financing, record.share, share));
        record.status = FinancingStatus.FINANCED;
        record.keeper = keeper;
        emit Financed(financing, keeper);
    }

    function settleKept(bytes32 financing) external {
        FinancingRecord storage record = _kept(financing);
        record.status = FinancingStatus.SETTLED;
        emit FinancingSettled(financing);
    }

    function releaseKept(Financing calldata financing) external {
        bytes32 id = idOf(financing);
        _free(financing, _kept(id));
        emit FinancingReleased(id);
    }

    // ------------------------------------------------------------------ reading

    function financingOf(bytes32 financing) external view returns (FinancingRecord memory) {
        return _financings[financing];
    }

    function standingOf(bytes32 fingerprint) external view returns (Standing memory) {
        return _standings[fingerprint];
    }

    function idOf(Financing calldata financing) public pure returns (bytes32) {
        return keccak256(abi.encode(financing));
    }

    // ------------------------------------------------------------------ each idea once

    /// @dev The check and the reservation: nothing of it happens unless every fingerprint has room.
    function _takeShare(Financing calldata financing) private {
        uint256 count = financing.fingerprints.length;
        uint16 share = financing.share;
        require(
            count != 0 && count <= MAX_FINGERPRINTS && share != 0 && share <= WHOLE, FinanceInvalid(count, share)
        );
        for (uint256 i; i < count; ++i) {
            bytes32 fingerprint = financing.fingerprints[i];
            require(i == 0 || fingerprint > financing.fingerprints[i - 1], FinanceNotAscending(i));
            Standing storage standing = _standings[fingerprint];
            require(standing.taken + share <= WHOLE, FinanceTaken(fingerprint, standing.taken, share));
            bool rests = standing.last == financing.financier && block.timestamp < standing.from;
            require(!rests, FinanceResting(financing.financier, standing.from, block.timestamp));
            standing.taken += share;
        }
    }

    function _free(Financing calldata financing, FinancingRecord storage record) private {
        record.status = FinancingStatus.RELEASED;
        for (uint256 i; i < financing.fingerprints.length; ++i) {
            _standings[financing.fingerprints[i]].taken -= financing.share;
        }
    }

    /// @dev Counts a reservation that came to nothing, and lets its number wait.
    function _rest(Financing calldata financing, uint40 ended) private {
        for (uint256 i; i < financing.fingerprints.length; ++i) {
            Standing storage standing = _standings[financing.fingerprints[i]];
            if (standing.unused != type(uint16).max) ++standing.unused;
            (standing.last, standing.from) = (financing.financier, ended + REST);
        }
    }

    function _clear(Financing calldata financing) private {
        bytes32 id = idOf(financing);
        FinancingRecord storage record = _financings[id];
        _requireStatus(id, record, 1 << uint8(FinancingStatus.RESERVED));
        require(block.timestamp > record.until, FinanceNotLapsed(id, record.until, block.timestamp));
        _rest(financing, record.until);
        _free(financing, record);
        emit FinancingLapsed(id);
    }

    function _ownTogether(bytes32 financing) private view returns (FinancingRecord storage record) {
        record = _financings[financing];
        _requireFinancier(record, _authoriseTogether(Right.UNDERTAKE));
    }

    function _kept(bytes32 financing) private view returns (FinancingRecord storage record) {
        record = _financings[financing];
        require(record.keeper != 0 && record.keeper == _keeper(), FinanceNotKeeper(msg.sender));
        _requireStatus(financing, record, 1 << uint8(FinancingStatus.FINANCED));
    }

    /// @dev The calling instrument's number. CASH is what the consortium trusts to ask a party's operators before it pays.
    function _keeper() private view returns (uint16) {
        Instrument memory keeper = members.instrumentOf(msg.sender);
        bool running = keeper.status == InstrumentStatus.OPEN || keeper.status == InstrumentStatus.CLOSING;
        require(running && keeper.capabilities & (1 << uint8(Capability.CASH)) != 0, FinanceNotKeeper(msg.sender));
        return keeper.number;
    }

    function _earlier(uint40 until) private view returns (uint40) {
        return block.timestamp < until ? uint40(block.timestamp) : until;
    }

    /// @dev In these the document is financed and may be ended by its financier.
    function _financed() private pure returns (uint256) {
        return (1 << uint8(FinancingStatus.FINANCED)) | (1 << uint8(FinancingStatus.DISPUTED));
    }

    function _requireHold(uint40 until) private view {
        (uint256 earliest, uint256 latest) = (block.timestamp + 1, block.timestamp + LONGEST_HOLD);
        require(until >= earliest && until <= latest, FinanceHoldOutOfRange(until, earliest, latest));
    }

    function _requireReserved(bytes32 id, FinancingRecord storage record) private view {
        _requireStatus(id, record, 1 << uint8(FinancingStatus.RESERVED));
        require(block.timestamp <= record.until, FinanceLapsed(id, record.until, block.timestamp));
    }

    function _requireStatus(bytes32 id, FinancingRecord storage record, uint256 allowed) private view {
        require(allowed & (1 << uint8(record.status)) != 0, FinanceWrongStatus(id, record.status, allowed));
    }

    function _requireFinancier(FinancingRecord storage record, uint32 party) private view {
        require(party == record.financier, FinanceNotFinancier(record.financier, party));
    }

    function _requireUnkept(bytes32 id, FinancingRecord storage record) private view {
        require(record.keeper == 0, FinanceKept(id, record.keeper));
    }
}
