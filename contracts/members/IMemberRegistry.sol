// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @notice What an organisation is, one bit each in `roles` (bit = position in this list).
enum Role {
    BANK,
    TRADER,
    CARRIER,
    PORT,
    CUSTOMS,
    TAX,
    INSURER,
    SURVEYOR,
    REGULATOR
}

/// @notice What an operator's key may do for its party, one bit each (bit = position in this list).
/// ADMINISTER keys and limits of the own party; GOVERN votes of a seat; RECORD documents; TITLE moves bills; CARRY issues
/// bills and answers surrenders; PAY moves cash; UNDERTAKE issues, honours, refuses; EXAMINE advises and examines; PRESENT
/// presents documents and answers amendments.
enum Right {
    ADMINISTER,
    GOVERN,
    RECORD,
    TITLE,
    CARRY,
    PAY,
    UNDERTAKE,
    EXAMINE,
    PRESENT
}

/// @notice What an instrument may take into keeping, one bit each in `capabilities`.
/// BILLS: may lock and hand over bills of the party that acts in it. CASH: may move cash of the party that acts in it.
enum Capability {
    BILLS,
    CASH
}

enum PartyStatus {
    UNKNOWN,
    ACTIVE,
    SUSPENDED
}

/// @notice OPEN takes new business; CLOSING finishes what was begun in it; CLOSED is no longer called.
enum InstrumentStatus {
    UNKNOWN,
    OPEN,
    CLOSING,
    CLOSED
}

/// @notice One key of one person of one party, with what it may make and what it may check (bitmaps of `Right`), and with
/// what every act asks of its party: roles, and whether it is suspended.
/// @dev `person` numbers the people of this party from 1 and means nothing outside it.
struct Operator {
    uint32 party;
    uint32 person;
    uint32 mayMake;
    uint32 mayCheck;
    uint16 roles;
    bool suspended;
}

/// @notice A key in an admission or a recovery; see `Operator`.
struct Key {
    address key;
    uint32 person;
    uint32 mayMake;
    uint32 mayCheck;
}

/// @notice One number to admit. `organisation` is a salted commitment to who stands behind it, opened to counterparties only.
struct Admission {
    uint32 party;
    uint16 roles;
    bytes32 organisation;
    Key[] keys;
}

/// @notice A seat of the consortium as it begins: a number that votes and does no trade, and the keys of its first two
/// persons, who may each make and check what governs and administers. More keys are added by the seat itself.
struct Seat {
    uint32 party;
    bytes32 organisation;
    address first;
    address second;
}

/// @notice A party as everybody sees it.
struct Party {
    PartyStatus status;
    uint16 roles;
    bytes32 organisation;
}

/// @notice `number` is the instrument's place in the registry, from 1; a bill's lock names its locker by it.
struct Instrument {
    InstrumentStatus status;
    uint8 capabilities;
    uint16 number;
}

/// @notice What a party orders, signed as EIP-712 typed data of this form. `nonce` is any number that the party has not used
/// before, `target` the instrument, `call` what it is told, `deadline` the last second at which the order may be carried out.
struct Order {
    uint32 party;
    uint256 nonce;
    address target;
    bytes call;
    uint40 deadline;
}

/// @notice An item of a batch that was refused: its place, from 0, and the error as ABI-encoded.
struct Refusal {
    uint256 item;
    bytes reason;
}

/// @title IMemberRegistry: who may act for which party, and the one way to act.
/// @notice Operator -> members -> instrument. An operator's call is checked here (key, person, right, suspension, four
/// eyes) and passed on with one word appended that names the acting party; an instrument takes that word from this
/// contract alone (see `MemberOnly`). A limit is the largest amount that one person may undertake or pay alone; it is the
/// lower of the consortium's ceiling and the party's own, and both begin at 0: everything takes two persons.
///
/// Trust: the consortium (m of n seats, with a delay) admits and suspends numbers, sets ceilings, and lists instruments. It
/// cannot act for a party, except by `recover`, which replaces a party's keys after the delay, in public.
interface IMemberRegistry {
    event PartyAdmitted(uint32 indexed party, uint16 roles, bytes32 organisation);
    event PartySuspended(uint32 indexed party);
    event PartyReinstated(uint32 indexed party);
    event PartyRecovered(uint32 indexed party);
    event KeyAdded(uint32 indexed party, address indexed key, uint32 person, uint32 mayMake, uint32 mayCheck);
    event KeyRemoved(uint32 indexed party, address indexed key, uint32 person);
    event CeilingSet(uint32 indexed party, address indexed asset, uint64 ceiling);
    event LimitSet(uint32 indexed party, address indexed asset, uint64 limit);
    event InstrumentSet(address indexed instrument, uint16 number, InstrumentStatus status, uint8 capabilities);
    event NonceCancelled(uint32 indexed party, uint256 nonce);
    /// @dev Of a batch: the next item was carried out. Each item ends in one of these two events, after its own, in order.
    event ItemDone();
    /// @dev ... or it was refused and changed nothing. `item` counts from 0; `reason` is cut off after 512 bytes.
    event ItemRefused(uint256 indexed item, bytes reason);

    /// @dev The caller is not this contract's consortium.
    error MembersNotConsortium(address caller);
    /// @dev `key` is not an operator key of any party (or was removed).
    error MembersUnknownKey(address key);
    error MembersNotActive(uint32 party, PartyStatus status);
    error MembersUnknownInstrument(address target, InstrumentStatus status);
    /// @dev The order's party is `party`, the key acts for `keyParty`.
    error MembersOtherParty(uint32 party, uint32 keyParty);
    error MembersNoEvidence(uint32 party);
    /// @dev Keys of one person do not make four eyes.
    error MembersSamePerson(uint32 party, uint32 person);
    error MembersTooManyPersons(uint256 given, uint256 allowed);
    error MembersOrderExpired(uint40 deadline, uint256 time);
    error MembersNonceUsed(uint32 party, uint256 nonce);
    error MembersTwoPersonsNeeded(uint32 party, Right right, address asset, uint64 amount, uint64 limit);
    error MembersAlreadyAdmitted(uint32 party);
    error MembersKeyTaken(address key, uint32 party);
    error MembersInvalidKey(uint32 party, address key, uint32 person);
    error MembersTooFewPersons(uint32 party);
    error MembersTooManyKeys(uint32 party, uint256 allowed);
    error MembersInvalidParty(uint32 party);
    error MembersInvalidInstrument(address instrument, InstrumentStatus status);
    error MembersAboveCeiling(uint64 limit, uint64 ceiling);
    /// @dev A batch is sent by a key and not by a contract.
    error MembersBatchByContract(address caller);
    /// @dev `item` reaches over the end of the batch, or has no target and is not calldata of `perform`.
    error MembersNotAnItem(uint256 item);
    /// @dev With `left` gas, `item` would not get all of the `gasLimit` that it was promised.
    error MembersTooLittleGas(uint256 item, uint256 gasLimit, uint256 left);
    /// @dev An item failed without a reason: it used up its `gasLimit`, or its instrument gives none.
    error MembersNoReason(uint256 gasLimit);

    /// @notice Act alone. The caller is an operator key. What `target` is told stands after the argument, as it is, so calldata
    /// are `abi.encodePacked(abi.encodeCall(act, target), call)`; `target` gets it with the acting party after it. Errors of
    /// `target` come through unchanged; what it did is told by its events. (An argument of type `bytes` would cost 600 gas more.)
    function act(address target) external;

    /// @notice Act on an order. Evidence is one signature or two, plus the caller if it is an operator key of the party (the
    /// last to look: the checker). Two different persons are four eyes; the first must hold the right to make, the second the
    /// right to check. Anybody may submit an order that is fully signed.
    /// @param signatures 65-byte signatures of the order's digest, in the order in which the persons acted.
    function perform(Order calldata order, bytes[] calldata signatures) external;

    /// @notice Many acts and orders in one transaction, in this order, each as if the caller had sent it alone. One that is
    /// refused changes nothing and takes nothing with it. The whole is refused, and no item blamed, if the gas does not suffice
    /// to give each what it was promised. An item stands on its own evidence, so fully signed orders of any party may stand in
    /// a batch of any key. Called without sending, it answers what would be refused, each item after those before it.
    /// @param items one after the other, each `abi.encodePacked(uint32 gas, uint32 length, address target, bytes call)`. With a
    /// target it is an act: `target` is told `call`. With target 0 it is an order: `call` is calldata of `perform`. `length` is
    /// that of `call`, and `gas` what the item is given. (As an array of structs each item would cost 600 gas more.)
    function batch(bytes calldata items) external returns (Refusal[] memory refused);

    /// @notice The EIP-712 digest that operators sign for `order`.
    function digestOf(Order calldata order) external view returns (bytes32);

    /// @notice Refuses with `MembersTwoPersonsNeeded` if `party` may not do `amount` (minor units) of `asset` by one person alone.
    function requireWithinLimit(uint32 party, Right right, address asset, uint64 amount) external view;

    /// @notice Refuses with `MembersNotActive` unless the number is admitted and not suspended.
    function requireActive(uint32 party) external view;

    // --- the consortium's ---

    function admit(Admission[] calldata admissions) external;

    /// @notice Stops every act of these numbers at once; what they hold stays theirs.
    function suspend(uint32[] calldata parties) external;

    function reinstate(uint32[] calldata parties) external;

    /// @notice Replace all keys of a party that can no longer act by two persons. @param keys of two persons at least.
    function recover(uint32 party, Key[] calldata keys) external;

    function setCeiling(uint32 party, address asset, uint64 ceiling) external;

    function setInstrument(address instrument, InstrumentStatus status, uint8 capabilities) external;

    // --- a party's own, by two persons with the right to administer ---

    function addKey(Key calldata key) external;

    /// @notice Leaves keys of two persons at least: rotate a key to change who the second is.
    function removeKey(address key) external;

    function rotateKey(address key, address replacement) external;

    /// @notice The largest amount of `asset` that one person may undertake or pay alone; not above the consortium's ceiling.
    function setLimit(address asset, uint64 limit) external;

    /// @notice Makes an order that was signed but not submitted worthless.
    function cancelNonce(uint256 nonce) external;

    // --- reading ---

    function consortium() external view returns (address);

    function partyOf(uint32 party) external view returns (Party memory);

    function operatorOf(address key) external view returns (Operator memory);

    function keysOf(uint32 party) external view returns (address[] memory);

    function instrumentOf(address instrument) external view returns (Instrument memory);

    /// @return ceiling the consortium's. @return limit the party's own. The lower of the two counts.
    function limitOf(uint32 party, address asset) external view returns (uint64 ceiling, uint64 limit);

    function isNonceUsed(uint32 party, uint256 nonce) external view returns (bool);
}
