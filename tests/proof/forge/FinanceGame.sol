// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {Financing, FinancingStatus} from "../../../contracts/receivables/IFinanceRegister.sol";
import {FinanceRegister} from "../../../contracts/receivables/FinanceRegister.sol";
import {ClearingGame} from "./ClearingGame.sol";
import {FinancePort} from "./FinancePort.sol";
import {PledgeGame} from "./PledgeGame.sol";

/// @notice All of these, and random financings of a few documents by four banks.
contract FinanceGame is ClearingGame {
    struct FinancingModel {
        uint32 financier;
        uint8 first;
        uint8 count;
        uint16 share;
        uint8 renewals;
        uint40 until;
        bytes32 salt;
        FinancingStatus status;
    }

    struct StandingModel {
        uint16 taken;
        uint32 last;
        uint40 from;
    }

    uint8 public constant FINGERPRINTS = 4;
    uint256 internal constant MOST_FINANCINGS = 32;
    uint16 internal constant WHOLE = 10_000;

    FinancingModel[] internal _financings;
    StandingModel[FINGERPRINTS] internal _standings;
    FinanceRegister internal immutable _register;

    constructor(FinancePort port_) PledgeGame(port_) {
        _register = port_.register();
    }

    function reserve(uint256 seed, uint16 share) external {
        if (_financings.length == MOST_FINANCINGS) return;
        FinancingModel memory drawn;
        drawn.financier = uint32(seed % CARRIER);
        drawn.first = uint8((seed >> 8) % FINGERPRINTS);
        drawn.count = drawn.first + 1 < FINGERPRINTS && (seed >> 16) % 2 == 0 ? 2 : 1;
        drawn.until = uint40(block.timestamp + ((seed >> 24) % (8 days)));
        drawn.salt = _name("financing");
        uint16 room = WHOLE - _taken(drawn);
        drawn.share = uint16(share % (uint256(room) + room / 8 + 2));
        drawn.status = FinancingStatus.RESERVED;
        bool allowed = _isHold(drawn.until) && drawn.share != 0 && drawn.share <= room && !_rests(drawn);
        bytes memory call =
            abi.encodeCall(_register.reserve, (_contents(drawn), drawn.until, new Financing[](0)));
        _expect(allowed, port.together(drawn.financier, address(_register), call), "reserve");
        if (!allowed) return;
        for (uint256 i; i < drawn.count; ++i) _standings[drawn.first + i].taken += drawn.share;
        _financings.push(drawn);
    }

    function renew(uint256 pick, uint256 seed) external {
        if (_financings.length == 0) return;
        FinancingModel storage known = _financings[pick % _financings.length];
        uint32 who = _mostly(known.financier, seed);
        uint40 until = uint40(block.timestamp + ((seed >> 24) % (8 days)));
        bool allowed = _isHeld(known) && who == known.financier && known.renewals < 2 && _isHold(until);
        bytes memory call = abi.encodeCall(_register.renew, (_register.idOf(_contents(known)), until));
        _expect(allowed, port.together(who, address(_register), call), "renew");
        if (allowed) (known.renewals, known.until) = (known.renewals + 1, until);
    }

    function financeOrEnd(uint256 pick, uint256 seed, uint8 step) external {
        if (_financings.length == 0) return;
        FinancingModel storage known = _financings[pick % _financings.length];
        uint32 who = _mostly(known.financier, seed);
        bytes32 id = _register.idOf(_contents(known));
        bool financed = known.status == FinancingStatus.FINANCED;
        step %= 3;
        (bool ready, FinancingStatus then, bytes memory call) = step == 0
            ? (_isHeld(known), FinancingStatus.FINANCED, abi.encodeCall(_register.finance, (id)))
            : step == 1
                ? (
                    financed || known.status == FinancingStatus.DISPUTED,
                    FinancingStatus.SETTLED,
                    abi.encodeCall(_register.settle, (id))
                )
                : (financed, FinancingStatus.DISPUTED, abi.encodeCall(_register.dispute, (id, bytes32(seed))));
        bool allowed = ready && who == known.financier;
        _expect(allowed, port.together(who, address(_register), call), "finance, settle or dispute");
        if (allowed) known.status = then;
    }

    function releaseFinancing(uint256 pick, uint256 seed) external {
        if (_financings.length == 0) return;
        FinancingModel storage known = _financings[pick % _financings.length];
        uint32 who = _mostly(known.financier, seed);
        bool reserved = known.status == FinancingStatus.RESERVED;
        bool ended = known.status == FinancingStatus.SETTLED || known.status == FinancingStatus.RELEASED;
        bool allowed = who == known.financier && !ended;
        bytes memory call = abi.encodeCall(_register.release, (_contents(known)));
        _expect(allowed, port.together(who, address(_register), call), "release of a financing");
        if (!allowed) return;
        if (reserved) _rest(known, block.timestamp < known.until ? uint40(block.timestamp) : known.until);
        _free(known);
    }

    function clearLapsed(uint256 pick, uint256 seed) external {
        if (_financings.length == 0) return;
        FinancingModel storage known = _financings[pick % _financings.length];
        bool allowed = known.status == FinancingStatus.RESERVED && block.timestamp > known.until;
        Financing[] memory lapsed = new Financing[](1);
        lapsed[0] = _contents(known);
        bytes memory call = abi.encodeCall(_register.clear, (lapsed));
        _expect(allowed, port.alone(uint32(seed % CARRIER), address(_register), call), "clear");
        if (!allowed) return;
        _rest(known, known.until);
        _free(known);
    }

    function financingCount() external view returns (uint256) {
        return _financings.length;
    }

    function financingAt(uint256 place) external view returns (FinancingModel memory model, bytes32 id) {
        model = _financings[place];
        id = _register.idOf(_contents(model));
    }

    /// @dev By its place: 0 is never a fingerprint.
    function fingerprint(uint256 place) public pure returns (bytes32) {
        return bytes32(place + 1);
    }

    function _free(FinancingModel storage known) private {
        known.status = FinancingStatus.RELEASED;
        for (uint256 i; i < known.count; ++i) _standings[known.first + i].taken -= known.share;
    }

    function _rest(FinancingModel storage known, uint40 ended) private {
        for (uint256 i; i < known.count; ++i) {
            StandingModel storage standing = _standings[known.first + i];
            (standing.last, standing.from) = (known.financier + 1, ended + 1 days);
        }
    }

    function _rests(FinancingModel memory drawn) private view returns (bool rests) {
        for (uint256 i; i < drawn.count; ++i) {
            StandingModel storage standing = _standings[drawn.first + i];
            rests = rests || (standing.last == drawn.financier + 1 && block.timestamp < standing.from);
        }
    }

    function _taken(FinancingModel memory drawn) private view returns (uint16 most) {
        for (uint256 i; i < drawn.count; ++i) {
            uint16 taken = _standings[drawn.first + i].taken;
            if (taken > most) most = taken;
        }
    }

    function _isHeld(FinancingModel storage known) private view returns (bool) {
        return known.status == FinancingStatus.RESERVED && block.timestamp <= known.until;
    }

    function _isHold(uint40 until) private view returns (bool) {
        return until > block.timestamp && until <= block.timestamp + 7 days;
    }

    function _contents(FinancingModel memory known) private view returns (Financing memory) {
        bytes32[] memory fingerprints = new bytes32[](known.count);
        for (uint256 i; i < known.count; ++i) fingerprints[i] = fingerprint(known.first + i);
        return Financing(port.numberOf(known.financier), known.share, fingerprints, known.salt);
    }
}
