// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {Acting, ActingParty} from "./ActingParty.sol";
import {Consortium} from "./Consortium.sol";
import {
    Admission,
    IMemberRegistry,
    Instrument,
    InstrumentStatus,
    Key,
    Operator,
    Order,
    Party,
    PartyStatus,
    Right,
    Seat
} from "./IMemberRegistry.sol";
import {MemberOnly} from "./MemberOnly.sol";

/// @title MemberRegistry
/// @dev Security contact: see SECURITY.md. It is an instrument of itself: a party's own administration is an order whose
/// target is this contract, so keys and limits pass the same checks as title and money.
contract MemberRegistry is IMemberRegistry, MemberOnly, EIP712 {
    struct Limit {
        uint64 ceiling;
        uint64 own;
    }

    bytes32 private constant ORDER_TYPE =
        keccak256("Order(uint32 party,uint256 nonce,address target,bytes call,uint40 deadline)");

    address public immutable consortium;

    uint16 private _instrumentCount;
    mapping(uint32 party => Party) private _parties;
    mapping(address key => Operator) private _operators;
    mapping(address instrument => Instrument) private _instruments;
    mapping(uint32 party => mapping(address asset => Limit)) private _limits;
    mapping(uint32 party => mapping(uint256 word => uint256 bits)) private _nonces;

    modifier onlyConsortium() {
        require(msg.sender == consortium, MembersNotConsortium(msg.sender));
        _;
    }

    /// @param founders the consortium's seats. @param threshold how many of them carry a proposal.
    /// @param delay seconds between that and its execution.
    constructor(Seat[] memory founders, uint8 threshold, uint40 delay)
        MemberOnly(IMemberRegistry(address(this)))
        EIP712("Entrepot", "1")
    {
        uint32[] memory seats = new uint32[](founders.length);
        for (uint256 i; i < founders.length; ++i) {
            seats[i] = founders[i].party;
            _found(founders[i]);
        }
        consortium = address(new Consortium(this, seats, threshold, delay));
        _setInstrument(address(this), InstrumentStatus.OPEN, 0);
        _setInstrument(consortium, InstrumentStatus.OPEN, 0);
    }

    // ------------------------------------------------------------------ acting

    function act(address target, bytes calldata call) external returns (bytes memory) {
        Operator memory operator = _operators[msg.sender];
        require(operator.party != 0, MembersUnknownKey(msg.sender));
        return _call(target, call, operator.party, 1, operator.mayMake);
    }

    function perform(Order calldata order, bytes[] calldata signatures) external returns (bytes memory) {
        require(block.timestamp <= order.deadline, MembersOrderExpired(order.deadline, block.timestamp));
        (uint256 persons, uint32 rights) = _evidence(order, signatures);
        _useNonce(order.party, order.nonce);
        return _call(order.target, order.call, order.party, persons, rights);
    }

    function digestOf(Order calldata order) public view returns (bytes32) {
        bytes32 call = keccak256(order.call);
        return _hashTypedDataV4(
            keccak256(abi.encode(ORDER_TYPE, order.party, order.nonce, order.target, call, order.deadline))
        );
    }

    function requireWithinLimit(uint32 party, Right right, address asset, uint64 amount) external view {
        Limit storage limit = _limits[party][asset];
        uint64 alone = limit.own < limit.ceiling ? limit.own : limit.ceiling;
        if (amount > alone || alone == 0) revert MembersTwoPersonsNeeded(party, right, asset, amount, alone);
    }

    function requireActive(uint32 party) public view {
        PartyStatus status = _parties[party].status;
        require(status == PartyStatus.ACTIVE, MembersNotActive(party, status));
    }

    /// @return persons how many different persons stand behind the order. @return rights what they hold together.
    function _evidence(Order calldata order, bytes[] calldata signatures)
        private
        view
        returns (uint256 persons, uint32 rights)
    {
        require(signatures.length <= 2, MembersTooManyPersons(signatures.length, 2));
        bytes32 digest = digestOf(order);
        uint32 maker;
        for (uint256 i; i <= signatures.length && persons < 2; ++i) {
            address key = i < signatures.length ? ECDSA.recover(digest, signatures[i]) : msg.sender;
            Operator memory operator = _operators[key];
            if (i == signatures.length && operator.party != order.party) break; // whoever submits need not be an operator
            require(operator.party != 0, MembersUnknownKey(key));
            require(operator.party == order.party, MembersOtherParty(order.party, operator.party));
            if (persons == 0) {
                maker = operator.person;
                rights = operator.mayMake;
            } else {
                require(operator.person != maker, MembersSamePerson(order.party, maker));
                rights &= operator.mayCheck;
            }
            ++persons;
        }
        require(persons != 0, MembersNoEvidence(order.party));
    }

    function _useNonce(uint32 party, uint256 nonce) private {
        uint256 bit = 1 << (nonce & 255);
        uint256 bits = _nonces[party][nonce >> 8];
        require(bits & bit == 0, MembersNonceUsed(party, nonce));
        _nonces[party][nonce >> 8] = bits | bit;
    }

    function _call(address target, bytes calldata call, uint32 party, uint256 persons, uint32 rights)
        private
        returns (bytes memory)
    {
        Party storage record = _parties[party];
        PartyStatus status = record.status;
        require(status == PartyStatus.ACTIVE, MembersNotActive(party, status));
        InstrumentStatus open = _instruments[target].status;
        require(
            open == InstrumentStatus.OPEN || open == InstrumentStatus.CLOSING, MembersUnknownInstrument(target, open)
        );
        Acting acting = ActingParty.pack(party, persons, open == InstrumentStatus.CLOSING, record.roles, rights);
        (bool ok, bytes memory answer) = target.call(abi.encodePacked(call, acting));
        if (!ok) {
            require(answer.length != 0, MembersCallFailed(target));
            // Solidity has no other way to pass the target's own error on as it came.
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
        return answer;
    }

    // ------------------------------------------------------------------ the consortium's

    function admit(Admission[] calldata admissions) external onlyConsortium {
        for (uint256 i; i < admissions.length; ++i) {
            Admission calldata admission = admissions[i];
            _enter(admission.party, admission.roles, admission.organisation);
            _addKeys(admission.party, admission.keys);
        }
    }

    function suspend(uint32[] calldata parties) external onlyConsortium {
        for (uint256 i; i < parties.length; ++i) {
            _move(parties[i], PartyStatus.ACTIVE, PartyStatus.SUSPENDED);
            emit PartySuspended(parties[i]);
        }
    }

    function reinstate(uint32[] calldata parties) external onlyConsortium {
        for (uint256 i; i < parties.length; ++i) {
            _move(parties[i], PartyStatus.SUSPENDED, PartyStatus.ACTIVE);
            emit PartyReinstated(parties[i]);
        }
    }

    function recover(uint32 party, address[] calldata lost, Key[] calldata keys) external onlyConsortium {
        require(_parties[party].status != PartyStatus.UNKNOWN, MembersNotActive(party, PartyStatus.UNKNOWN));
        for (uint256 i; i < lost.length; ++i) _removeKey(party, lost[i]);
        require(_parties[party].keys == 0, MembersTooManyPersons(_parties[party].keys, 0));
        _addKeys(party, keys);
        emit PartyRecovered(party);
    }

    function setCeiling(uint32 party, address asset, uint64 ceiling) external onlyConsortium {
        _limits[party][asset].ceiling = ceiling;
        emit CeilingSet(party, asset, ceiling);
    }

    function setInstrument(address instrument, InstrumentStatus status, uint8 capabilities) external onlyConsortium {
        require(
            instrument != address(this) && instrument != consortium && status != InstrumentStatus.UNKNOWN
                && instrument.code.length != 0,
            MembersInvalidInstrument(instrument, status)
        );
        _setInstrument(instrument, status, capabilities);
    }

    function _setInstrument(address instrument, InstrumentStatus status, uint8 capabilities) private {
        uint16 number = _instruments[instrument].number;
        if (number == 0) number = ++_instrumentCount;
        _instruments[instrument] = Instrument(status, capabilities, number);
        emit InstrumentSet(instrument, number, status, capabilities);
    }

    function _move(uint32 party, PartyStatus from, PartyStatus to) private {
        PartyStatus status = _parties[party].status;
        require(status == from, MembersNotActive(party, status));
        _parties[party].status = to;
    }

    function _found(Seat memory seat) private {
        uint32 rights = uint32((1 << uint8(Right.GOVERN)) | (1 << uint8(Right.ADMINISTER)));
        Key[] memory keys = new Key[](2);
        keys[0] = Key(seat.first, 1, rights, rights);
        keys[1] = Key(seat.second, 2, rights, rights);
        _enter(seat.party, 0, seat.organisation);
        _addKeys(seat.party, keys);
    }

    function _enter(uint32 party, uint16 roles, bytes32 organisation) private {
        require(party != 0, MembersInvalidParty(party));
        require(_parties[party].status == PartyStatus.UNKNOWN, MembersAlreadyAdmitted(party));
        _parties[party] = Party(PartyStatus.ACTIVE, roles, 0, organisation);
        emit PartyAdmitted(party, roles, organisation);
    }

    /// @dev Two persons at least, or nothing that takes two could ever be done.
    function _addKeys(uint32 party, Key[] memory keys) private {
        bool two;
        for (uint256 i; i < keys.length; ++i) {
            _addKey(party, keys[i]);
            two = two || keys[i].person != keys[0].person;
        }
        require(two, MembersTooFewPersons(party));
    }

    // ------------------------------------------------------------------ a party's own

    function addKey(Key calldata key) external {
        _addKey(_authoriseTogether(Right.ADMINISTER), key);
    }

    function removeKey(address key) external {
        _removeKey(_authoriseTogether(Right.ADMINISTER), key);
    }

    function rotateKey(address key, address replacement) external {
        uint32 party = _authoriseTogether(Right.ADMINISTER);
        Operator memory operator = _operators[key];
        _removeKey(party, key);
        _addKey(party, Key(replacement, operator.person, operator.mayMake, operator.mayCheck));
    }

    function setLimit(address asset, uint64 limit) external {
        uint32 party = _authoriseTogether(Right.ADMINISTER);
        uint64 ceiling = _limits[party][asset].ceiling;
        require(limit <= ceiling, MembersAboveCeiling(limit, ceiling));
        _limits[party][asset].own = limit;
        emit LimitSet(party, asset, limit);
    }

    function cancelNonce(uint256 nonce) external {
        uint32 party = _authoriseTogether(Right.ADMINISTER);
        _useNonce(party, nonce);
        emit NonceCancelled(party, nonce);
    }

    function _addKey(uint32 party, Key memory key) private {
        require(key.key != address(0) && key.person != 0, MembersInvalidKey(party, key.key, key.person));
        require(_operators[key.key].party == 0, MembersKeyTaken(key.key, _operators[key.key].party));
        _operators[key.key] = Operator(party, key.person, key.mayMake, key.mayCheck);
        ++_parties[party].keys;
        emit KeyAdded(party, key.key, key.person, key.mayMake, key.mayCheck);
    }

    function _removeKey(uint32 party, address key) private {
        Operator memory operator = _operators[key];
        require(operator.party != 0, MembersUnknownKey(key));
        require(operator.party == party, MembersOtherParty(party, operator.party));
        delete _operators[key];
        --_parties[party].keys;
        emit KeyRemoved(party, key, operator.person);
    }

    // ------------------------------------------------------------------ reading

    function partyOf(uint32 party) external view returns (Party memory) {
        return _parties[party];
    }

    function operatorOf(address key) external view returns (Operator memory) {
        return _operators[key];
    }

    function instrumentOf(address instrument) external view returns (Instrument memory) {
        return _instruments[instrument];
    }

    function limitOf(uint32 party, address asset) external view returns (uint64 ceiling, uint64 limit) {
        Limit memory record = _limits[party][asset];
        return (record.ceiling, record.own);
    }

    function isNonceUsed(uint32 party, uint256 nonce) external view returns (bool) {
        return _nonces[party][nonce >> 8] & (1 << (nonce & 255)) != 0;
    }
}
