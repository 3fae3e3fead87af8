// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {BillOfLading} from "../../../contracts/bills/BillOfLading.sol";
import {DepositToken} from "../../../contracts/cash/DepositToken.sol";
import {AdvanceBook} from "../../../contracts/credits/AdvanceBook.sol";
import {AmendmentBook} from "../../../contracts/credits/AmendmentBook.sol";
import {AssignmentBook} from "../../../contracts/credits/AssignmentBook.sol";
import {ClauseBook} from "../../../contracts/credits/ClauseBook.sol";
import {ConfirmationBook} from "../../../contracts/credits/ConfirmationBook.sol";
import {EndBook} from "../../../contracts/credits/EndBook.sol";
import {LetterOfCredit} from "../../../contracts/credits/LetterOfCredit.sol";
import {ObligationBook} from "../../../contracts/credits/ObligationBook.sol";
import {ProceedsBook} from "../../../contracts/credits/ProceedsBook.sol";
import {TransferBook} from "../../../contracts/credits/TransferBook.sol";
import {DvpEscrow} from "../../../contracts/escrow/DvpEscrow.sol";
import {Consortium} from "../../../contracts/members/Consortium.sol";
import {Call} from "../../../contracts/members/IConsortium.sol";
import {
    Admission,
    InstrumentStatus,
    Key,
    Order,
    Role,
    Seat
} from "../../../contracts/members/IMemberRegistry.sol";
import {MemberRegistry} from "../../../contracts/members/MemberRegistry.sol";
import {PartyAccount} from "../../../contracts/members/PartyAccount.sol";
import {StopBook} from "../../../contracts/stops/StopBook.sol";
import {CHEATS} from "./Cheats.sol";

/// @notice The whole port as it is deployed, with five members of two persons each: who acts in a game acts through it.
/// @dev A member is known here by its place: its number is that place and 100, so that none is taken for the other.
contract Port {
    uint32 public constant BANK = 0;
    uint32 public constant APPLICANT = 1;
    uint32 public constant BENEFICIARY = 2;
    uint32 public constant FINANCIER = 3;
    uint32 public constant CARRIER = 4;
    uint32 public constant PEOPLE = 5;
    uint256 private constant SEATS = 2;
    uint40 private constant NEVER = type(uint40).max;

    MemberRegistry public immutable members;
    BillOfLading public immutable bills;
    DepositToken public immutable cash;
    DvpEscrow public immutable escrow;
    ObligationBook public immutable obligations;
    StopBook public immutable stops;
    EndBook public immutable ends;
    LetterOfCredit public immutable credits;
    uint256 private _nonce;

    constructor() {
        Seat[] memory seats = new Seat[](SEATS);
        for (uint32 place; place < SEATS; ++place) {
            seats[place] = Seat(_seat(place), bytes32(uint256(1)), makerOf(_seat(place)), checkerOf(_seat(place)));
        }
        members = new MemberRegistry(seats, uint8(SEATS), 0);
        bills = new BillOfLading(members);
        cash = new DepositToken(members, numberOf(BANK), 840, 2);
        escrow = new DvpEscrow(members, bills);
        obligations = new ObligationBook(members);
        AmendmentBook amendments = new AmendmentBook(members);
        stops = new StopBook(members);
        TransferBook transfers = new TransferBook(members);
        ends = new EndBook(members, amendments, transfers);
        ClauseBook clauses = new ClauseBook(members, transfers);
        ConfirmationBook confirmations = new ConfirmationBook(members);
        ProceedsBook proceeds = new ProceedsBook(
            members, obligations, new AdvanceBook(members, clauses), new AssignmentBook(members)
        );
        credits = new LetterOfCredit(
            members, bills, obligations, amendments, stops, ends, clauses, confirmations, proceeds
        );
        _found();
    }

    /// @notice One person alone; false where it is refused.
    function alone(uint32 who, address target, bytes memory call) public returns (bool done) {
        address maker = makerOf(numberOf(who));
        bytes memory told = abi.encodePacked(abi.encodeCall(members.act, target), call);
        CHEATS.prank(maker, maker);
        (done,) = address(members).call(told);
    }

    /// @notice Two persons: the maker signs, the checker submits; false where it is refused.
    function together(uint32 who, address target, bytes memory call) public returns (bool) {
        return _together(numberOf(who), target, call);
    }

    function numberOf(uint32 who) public pure returns (uint32) {
        return who + 100;
    }

    function accountOf(uint32 who) public pure returns (address) {
        return PartyAccount.accountOf(numberOf(who));
    }

    function makerOf(uint32 number) public pure returns (address) {
        return CHEATS.addr(_makersKey(number));
    }

    function checkerOf(uint32 number) public pure returns (address) {
        return CHEATS.addr(uint256(number) * 2 + 3);
    }

    function _found() private {
        Admission[] memory admissions = new Admission[](PEOPLE);
        for (uint32 who; who < PEOPLE; ++who) {
            admissions[who] = _admission(who, who == CARRIER ? Role.CARRIER : Role.BANK);
        }
        Call[] memory calls = new Call[](6);
        calls[0] = Call(address(members), abi.encodeCall(members.admit, (admissions)));
        calls[1] = _listed(address(bills), 0);
        calls[2] = _listed(address(cash), 0);
        calls[3] = _listed(address(escrow), 3);
        calls[4] = _listed(address(credits), 3);
        calls[5] = _listed(address(obligations), 2);
        _decide(calls);
    }

    /// @dev The seats agree at once, and once on the same calls.
    function _decide(Call[] memory calls) internal {
        Consortium consortium = Consortium(members.consortium());
        bytes32 proposal = consortium.idOf(calls, 1);
        require(_together(_seat(0), address(consortium), abi.encodeCall(consortium.propose, (calls, 1))), "proposed");
        require(_together(_seat(1), address(consortium), abi.encodeCall(consortium.approve, (proposal))), "approved");
        require(_together(_seat(1), address(consortium), abi.encodeCall(consortium.execute, (calls, 1))), "executed");
    }

    function _admission(uint32 who, Role role) internal pure returns (Admission memory) {
        Key[] memory keys = new Key[](2);
        keys[0] = Key(makerOf(numberOf(who)), 1, type(uint32).max, 0);
        keys[1] = Key(checkerOf(numberOf(who)), 2, 0, type(uint32).max);
        return Admission(numberOf(who), uint16(1 << uint8(role)), bytes32(uint256(who + 1)), keys);
    }

    function _listed(address instrument, uint8 capabilities) internal view returns (Call memory) {
        return Call(
            address(members),
            abi.encodeCall(members.setInstrument, (instrument, InstrumentStatus.OPEN, capabilities))
        );
    }

    function _together(uint32 number, address target, bytes memory call) private returns (bool done) {
        Order memory order = Order(number, ++_nonce, target, call, NEVER);
        (uint8 v, bytes32 r, bytes32 s) = CHEATS.sign(_makersKey(number), members.digestOf(order));
        bytes[] memory signatures = new bytes[](1);
        signatures[0] = abi.encodePacked(r, s, v);
        address checker = checkerOf(number);
        CHEATS.prank(checker, checker);
        (done,) = address(members).call(abi.encodeCall(members.perform, (order, signatures)));
    }

    function _makersKey(uint32 number) private pure returns (uint256) {
        return uint256(number) * 2 + 2;
    }

    function _seat(uint32 place) private pure returns (uint32) {
        return place + 1;
    }
}
