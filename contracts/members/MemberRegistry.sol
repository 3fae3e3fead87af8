// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {Acting} from "./ActingParty.sol";
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
    Refusal,
    Right,
    Seat
} from "./IMemberRegistry.sol";
import {MemberOnly} from "./MemberOnly.sol";
import {PackedOperator, PackedOperators} from "./PackedOperator.sol";

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

    /// @dev Bytes before the call of a batch's item: its gas, its length and its target.
    uint256 private constant ITEM_HEAD = 28;

    /// @dev What is kept of a reason: every error of ours fits, and no target makes a batch pay for a long one.
    uint256 private constant MOST_OF_REASON = 512;

    /// @dev Gas between asking how much is left and handing it on, besides one for each byte: 7,500 where nothing was touched.
    uint256 private constant HANDING_ON = 10_000;

    /// @dev Suspension writes every key of a party, so there is a bound.
    uint256 private constant MAX_KEYS = 16;

    address public immutable consortium;

    uint16 private _instrumentCount;
    mapping(uint32 party => Party) private _parties;
    /// @dev All that an act asks about its operator stands in the key's one slot, roles and suspension of the party with it:
    /// a second slot would cost every act of every member 2,300 gas. Whoever changes a party writes all of its keys.
    mapping(address key => PackedOperator) private _operators;
    mapping(uint32 party => address[]) private _keys;
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

    function act(address target) external {
        PackedOperator operator = _operators[msg.sender];
        require(operator.party() != 0, MembersUnknownKey(msg.sender));
        _requireNotSuspended(operator);
        _call(target, msg.data[36:], operator.acting());
    }

    function perform(Order calldata order, bytes[] calldata signatures) external {
        require(block.timestamp <= order.deadline, MembersOrderExpired(order.deadline, block.timestamp));
        Acting acting = _evidence(order, signatures);
        _useNonce(order.party, order.nonce);
        _call(order.target, order.call, acting);
    }

    function batch(bytes calldata items) external returns (Refusal[] memory refused) {
        // An instrument that is being called could otherwise tell of items within an item.
        require(msg.sender == tx.origin, MembersBatchByContract(msg.sender));
        uint256 at = 0;
        for (uint256 item; at < items.length; ) {
            (uint256 gasLimit, address target, bytes calldata call) = _itemAt(items, at);
            unchecked {
                at += ITEM_HEAD + call.length;
                require(at <= items.length, MembersNotAnItem(item));
                uint256 left = gasleft();
                uint256 needed = gasLimit + call.length + HANDING_ON;
                require(left - left / 64 >= needed, MembersTooLittleGas(item, gasLimit, left));
            }
            if (_attempt(item, gasLimit, target, call)) {
                emit ItemDone();
            } else {
                bytes memory reason = _reason(gasLimit);
                emit ItemRefused(item, reason);
                refused = _longer(refused, Refusal(item, reason));
            }
            unchecked {
                ++item;
            }
        }
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

    /// @dev Who stands behind an order, by the signatures and the caller's own key.
    function _evidence(Order calldata order, bytes[] calldata signatures) private view returns (Acting acting) {
        require(signatures.length <= 2, MembersTooManyPersons(signatures.length, 2));
        bytes32 digest = digestOf(order);
        uint32 maker = 0;
        for (uint256 i; i <= signatures.length && i < 2; ++i) {
            address key = i < signatures.length ? ECDSA.recover(digest, signatures[i]) : msg.sender;
            PackedOperator operator = _operators[key];
            uint32 party = operator.party();
            if (i == signatures.length && party != order.party) break; // whoever submits need not be an operator
            require(party != 0, MembersUnknownKey(key));
            require(party == order.party, MembersOtherParty(order.party, party));
            if (i == 0) {
                _requireNotSuspended(operator);
                (maker, acting) = (operator.person(), operator.acting());
            } else {
                require(operator.person() != maker, MembersSamePerson(order.party, maker));
                acting = acting.joined(operator.mayCheck());
            }
        }
        require(maker != 0, MembersNoEvidence(order.party));
    }

    function _useNonce(uint32 party, uint256 nonce) private {
        uint256 bit = 1 << (nonce & 255);
        uint256 bits = _nonces[party][nonce >> 8];
        require(bits & bit == 0, MembersNonceUsed(party, nonce));
        _nonces[party][nonce >> 8] = bits | bit;
    }

    function _call(address target, bytes calldata call, Acting acting) private {
        InstrumentStatus status = _instruments[target].status;
        if (status == InstrumentStatus.CLOSING) acting = acting.inClosing();
        else require(status == InstrumentStatus.OPEN, MembersUnknownInstrument(target, status));
        // By hand, the call is copied once and an error comes through as it was: 600 gas less for every act.
        assembly ("memory-safe") {
            let start := mload(0x40)
            calldatacopy(start, call.offset, call.length)
            mstore(add(start, call.length), acting)
            if iszero(call(gas(), target, 0, start, add(call.length, 32), 0, 0)) {
                returndatacopy(start, 0, returndatasize())
                revert(start, returndatasize())
            }
        }
    }

    /// @dev It may reach over the end of `items`, which is for the caller to see.
    function _itemAt(bytes calldata items, uint256 at)
        private
        pure
        // Its length and its offset are two words of one variable, not two values of it.
        // slither-disable-next-line write-after-write
        returns (uint256 gasLimit, address target, bytes calldata call)
    {
        assembly ("memory-safe") {
            let start := add(items.offset, at)
            let head := calldataload(start)
            gasLimit := shr(224, head)
            call.length := and(shr(192, head), 0xffffffff)
            target := and(shr(32, head), 0xffffffffffffffffffffffffffffffffffffffff)
            call.offset := add(start, ITEM_HEAD)
        }
    }

    /// @dev As `act` or `perform` by the same caller, with that gas at most; what was done is undone if it fails. By hand,
    /// because Solidity would copy an answer of any length.
    function _attempt(uint256 item, uint256 gasLimit, address target, bytes calldata call)
        private
        returns (bool done)
    {
        if (target == address(0)) {
            require(bytes4(call) == this.perform.selector, MembersNotAnItem(item));
            assembly ("memory-safe") {
                let start := mload(0x40)
                calldatacopy(start, call.offset, call.length)
                done := delegatecall(gasLimit, address(), start, call.length, 0, 0)
            }
            return done;
        }
        PackedOperator operator = _operators[msg.sender];
        if (operator.mayAct() && _instruments[target].status == InstrumentStatus.OPEN) {
            // As `act` would, and not through this contract's own door: 800 gas less for each.
            Acting acting = operator.acting();
            assembly ("memory-safe") {
                let start := mload(0x40)
                calldatacopy(start, call.offset, call.length)
                mstore(add(start, call.length), acting)
                done := call(gasLimit, target, 0, start, add(call.length, 32), 0, 0)
            }
            return done;
        }
        bytes4 selector = this.act.selector;
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, selector)
            mstore(add(start, 4), target)
            calldatacopy(add(start, 36), call.offset, call.length)
            done := delegatecall(gasLimit, address(), start, add(call.length, 36), 0, 0)
        }
    }

    /// @dev Why the last attempt failed.
    function _reason(uint256 gasLimit) private pure returns (bytes memory reason) {
        assembly ("memory-safe") {
            reason := mload(0x40)
            let length := returndatasize()
            if gt(length, MOST_OF_REASON) { length := MOST_OF_REASON }
            mstore(reason, length)
            returndatacopy(add(reason, 32), 0, length)
            mstore(0x40, and(add(add(reason, length), 63), not(31)))
        }
        if (reason.length == 0) reason = abi.encodeWithSelector(MembersNoReason.selector, gasLimit);
    }

    function _longer(Refusal[] memory list, Refusal memory last) private pure returns (Refusal[] memory longer) {
        longer = new Refusal[](list.length + 1);
        for (uint256 i; i < list.length; ++i) longer[i] = list[i];
        longer[list.length] = last;
    }

    function _requireNotSuspended(PackedOperator operator) private pure {
        require(!operator.suspended(), MembersNotActive(operator.party(), PartyStatus.SUSPENDED));
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

    function recover(uint32 party, Key[] calldata keys) external onlyConsortium {
        PartyStatus status = _parties[party].status;
        require(status != PartyStatus.UNKNOWN, MembersNotActive(party, status));
        for (uint256 left = _keys[party].length; left != 0; --left) _removeKey(party, _keys[party][left - 1]);
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
        address[] storage keys = _keys[party];
        for (uint256 i; i < keys.length; ++i) {
            _operators[keys[i]] = _operators[keys[i]].withSuspended(to == PartyStatus.SUSPENDED);
        }
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
        _parties[party] = Party(PartyStatus.ACTIVE, roles, organisation);
        emit PartyAdmitted(party, roles, organisation);
    }

    /// @dev Two persons at least, or nothing that takes two could ever be done.
    function _addKeys(uint32 party, Key[] memory keys) private {
        bool two = false;
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
        uint32 party = _authoriseTogether(Right.ADMINISTER);
        _removeKey(party, key);
        address[] storage keys = _keys[party];
        uint32 first = _operators[keys[0]].person();
        for (uint256 i = 1; i < keys.length; ++i) {
            if (_operators[keys[i]].person() != first) return;
        }
        revert MembersTooFewPersons(party);
    }

    function rotateKey(address key, address replacement) external {
        uint32 party = _authoriseTogether(Right.ADMINISTER);
        Operator memory operator = _operators[key].unpack();
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
        uint32 taken = _operators[key.key].party();
        require(taken == 0, MembersKeyTaken(key.key, taken));
        require(_keys[party].length < MAX_KEYS, MembersTooManyKeys(party, MAX_KEYS));
        Party memory record = _parties[party];
        bool suspended = record.status == PartyStatus.SUSPENDED;
        _operators[key.key] = PackedOperators.pack(
            Operator(party, key.person, key.mayMake, key.mayCheck, record.roles, suspended)
        );
        _keys[party].push(key.key);
        emit KeyAdded(party, key.key, key.person, key.mayMake, key.mayCheck);
    }

    function _removeKey(uint32 party, address key) private {
        Operator memory operator = _operators[key].unpack();
        require(operator.party != 0, MembersUnknownKey(key));
        require(operator.party == party, MembersOtherParty(party, operator.party));
        _operators[key] = PackedOperator.wrap(0);
        address[] storage keys = _keys[party];
        uint256 last = keys.length - 1;
        for (uint256 i; i < last; ++i) {
            if (keys[i] == key) keys[i] = keys[last];
        }
        keys.pop();
        emit KeyRemoved(party, key, operator.person);
    }

    // ------------------------------------------------------------------ reading

    function partyOf(uint32 party) external view returns (Party memory) {
        return _parties[party];
    }

    function operatorOf(address key) external view returns (Operator memory) {
        return _operators[key].unpack();
    }

    function keysOf(uint32 party) external view returns (address[] memory) {
        return _keys[party];
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
