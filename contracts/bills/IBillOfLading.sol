// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

/// @notice STRAIGHT names its consignee and is not endorsed; TO_ORDER passes by the owner's endorsement; in BLANK title
/// follows possession, until somebody endorses it to a name. SEA_WAYBILL is no document of title: it stays with its shipper, and
/// the goods go to the consignee that it names, on identity.
enum Form {
    STRAIGHT,
    TO_ORDER,
    BLANK,
    SEA_WAYBILL
}

/// @notice SURRENDERED (for delivery) and AMENDING (surrendered for amendment) are in the carrier's hands until it answers;
/// ACCOMPLISHED and VOID (others took its place) are for ever; ON_PAPER lives as paper until it comes back under another id.
enum BillStatus {
    UNKNOWN,
    ISSUED,
    SURRENDERED,
    ACCOMPLISHED,
    AMENDING,
    VOID,
    ON_PAPER
}

/// @notice Why a bill is surrendered for amendment. AMENDMENT corrects, splits or merges; DESTINATION and SWITCH are DCSA's
/// reasons COD (another port of discharge) and SWI (a switch bill: another set of documents for the same goods); PAPER is SWTP.
enum Change {
    AMENDMENT,
    DESTINATION,
    SWITCH,
    PAPER
}

/// @notice Why a bill cannot be moved by its holder, one bit each in `locks` (bit = position in this list). PRESENTATION:
/// in the keeping of a credit; ESCROW: in the keeping of an escrow; PLEDGE: pledged, in the keeping of a pledge book;
/// FREEZE: an authority stopped it, beside whoever keeps it.
enum Lock {
    PRESENTATION,
    ESCROW,
    PLEDGE,
    FREEZE
}

/// @notice What an endorsement says beside the name of the endorsee. IN_FULL ("deliver to X") and TO_ORDER ("to the order of
/// X") pass title and possession, and X endorses further. NOT_NEGOTIABLE ("to X only") passes both for the last time.
/// FOR_COLLECTION passes possession alone: X holds for the endorser, who keeps title. (In blank: `endorseInBlank`; for pledge:
/// `IPledgeBook`.)
enum Endorsement {
    IN_FULL,
    TO_ORDER,
    FOR_COLLECTION,
    NOT_NEGOTIABLE
}

/// @notice One bill. `holder` has possession (control), `owner` has title; `nominee` may become owner next. `formerHolder`
/// and `formerOwner` are those to whom the holder may hand it back as its very next act (0: none), and `formerForm` what form
/// it then has again (STRAIGHT: the same, for a straight bill is not endorsed). `locker` is the number of the instrument that
/// keeps it. `change` is what an AMENDING bill is to be changed in, and its `nominee` then the consignee that it asks for;
/// `indemnity` says that the carrier delivered without it, against a letter of indemnity.
struct Bill {
    uint32 holder;
    uint32 owner;
    uint32 carrier;
    uint32 nominee;
    uint32 formerHolder;
    uint32 formerOwner;
    BillStatus status;
    Form form;
    uint8 locks;
    uint16 locker;
    Form formerForm;
    Change change;
    bool indemnity;
}

/// @title IBillOfLading: title to goods at sea. One bill, one holder, always (MLETR arts. 10-11).
/// @notice A bill is known by the salted commitment of its transport document, which is also its ERC-721 token id; its
/// ERC-721 owner is the account of the party with title. Possession is apart from title: a bank may hold what its customer
/// owns. ERC-721 approvals do not exist here: what acts for a party is its operators, through members.
///
/// Trust: a carrier is trusted to issue one bill for one cargo, to deliver against it alone, and, reissuing, to put the same
/// quantities into what it issues as stood in what it voids; those who hold the documents and the balance sheet can check. An instrument that the
/// consortium lists with the capability BILLS is trusted to lock only what the party that acts in it holds.
interface IBillOfLading is IERC721 {
    /// @dev The shipper holds it; ERC-721's `Transfer`, which follows, says who has title.
    event Issued(bytes32 indexed bill, uint32 carrier, uint32 shipper, Form form);
    /// @dev Possession passed from the holder to `to`. Title passes by ERC-721's `Transfer`.
    event Handed(bytes32 indexed bill, uint32 to);
    event Nominated(bytes32 indexed bill, uint32 nominee);
    event EndorsedInBlank(bytes32 indexed bill);
    /// @dev The bill is to order from now on, or straight if `endorsement` is NOT_NEGOTIABLE. `Handed` and, where title passed,
    /// ERC-721's `Transfer` follow.
    event Endorsed(bytes32 indexed bill, uint32 to, Endorsement endorsement);
    /// @dev The `Handed` that follows undoes the one before.
    event TransferRefused(bytes32 indexed bill);
    /// @dev Possession passed from the holder to the carrier, until it answers.
    event Surrendered(bytes32 indexed bill);
    event SurrenderRefused(bytes32 indexed bill);
    /// @dev Possession passed to the carrier, until it answers. `consignee` is to be named by what takes the place of a straight
    /// bill (0: the same).
    event SurrenderedForAmendment(bytes32 indexed bill, Change change, uint32 consignee);
    event AmendmentRefused(bytes32 indexed bill);
    /// @dev Others took its place: those with the same `balance` in `Reissued`. ERC-721's `Transfer` to zero follows.
    event Voided(bytes32 indexed bill, bytes32 balance);
    /// @dev It was issued in place of others, by the `Issued` and `Transfer` before.
    event Reissued(bytes32 indexed bill, bytes32 balance);
    /// @dev The record has no effect any more (MLETR art. 18): `statement` commits to what the paper says of that. ERC-721's
    /// `Transfer` to zero follows.
    event SwitchedToPaper(bytes32 indexed bill, bytes32 statement);
    /// @dev By the `Issued` and `Transfer` before. `statement` commits to which originals were collected and made inoperative
    /// (MLETR art. 17); `origin` is the record from which the paper came, void by `Voided` (0: the paper came from none).
    event IssuedFromPaper(bytes32 indexed bill, bytes32 origin, bytes32 statement);
    /// @dev `reason` is the salted commitment to the order of the court or authority.
    event BillFrozen(bytes32 indexed bill, uint32 authority, bytes32 reason);
    event BillUnfrozen(bytes32 indexed bill, bytes32 reason);
    /// @dev The goods, or part of them, were given out without the bill, whose holder keeps its rights. `indemnity` is the salted
    /// commitment to the letter of indemnity; of a bill that took such a one's place, that under which it did.
    event DeliveredUnderIndemnity(bytes32 indexed bill, bytes32 indemnity);
    /// @dev The goods of a sea waybill went to its consignee. ERC-721's `Transfer` to zero follows.
    event DeliveredOnIdentity(bytes32 indexed bill);
    event Locked(bytes32 indexed bill, Lock lock, uint16 locker);
    event Unlocked(bytes32 indexed bill);

    error BillsAlreadyIssued(bytes32 bill, BillStatus status);
    error BillsEmptyCommitment();
    error BillsUnknown(bytes32 bill);
    error BillsWrongStatus(bytes32 bill, BillStatus status, BillStatus allowed);
    error BillsNotHolder(bytes32 bill, uint32 holder, uint32 party);
    error BillsNotOwner(bytes32 bill, uint32 owner, uint32 party);
    error BillsNotCarrier(bytes32 bill, uint32 carrier, uint32 party);
    /// @dev Title and possession must be in one hand for this.
    error BillsNotInOneHand(bytes32 bill, uint32 holder, uint32 owner);
    /// @dev `party` is not whom the owner nominated.
    error BillsNotNominee(bytes32 bill, uint32 nominee, uint32 party);
    error BillsWrongForm(bytes32 bill, Form form, Form allowed);
    /// @dev A bearer bill is issued to the shipper; nobody else can have title to it.
    error BillsBlankOwner(bytes32 bill, uint32 shipper, uint32 owner);
    error BillsLocked(bytes32 bill, uint8 locks, uint16 locker);
    error BillsNotLocker(bytes32 bill, uint16 locker, address caller);
    /// @dev Who would take the bill over could not get title to it: it is not endorsed to them, nor in blank.
    error BillsNotEndorsed(bytes32 bill, uint32 owner, uint32 taker);
    /// @dev What one reissue takes the place of was surrendered by one party, with one title, in one form and for one change.
    /// @dev It was surrendered for `change`, which is not what is done here.
    error BillsWrongChange(bytes32 bill, Change change);
    error BillsNotAuthority(bytes32 bill, uint32 authority, uint32 party);
    error BillsNotFrozen(bytes32 bill);
    error BillsUnlike(bytes32 bill, bytes32 first);
    error BillsWrongCount(uint256 voided, uint256 issued, uint256 most);
    error BillsNothingToRefuse(bytes32 bill);
    error BillsSameParty(bytes32 bill, uint32 party);
    error BillsNotKeeper(address caller);
    error BillsNoApprovals();
    error BillsNotAccount(address account);

    /// @notice Issue a bill to `shipper`. The acting party, a carrier, is its issuer.
    /// @param bill commitment to the transport document. @param owner who has title: the consignee of a STRAIGHT bill, the
    /// party to whose order a TO_ORDER bill is made out (often the shipper), the shipper if BLANK.
    function issue(bytes32 bill, uint32 shipper, uint32 owner, Form form) external;

    /// @notice Hand possession to `to`; of a bill in BLANK, title with it.
    function transferHolder(bytes32 bill, uint32 to) external;

    /// @notice The owner names who may become owner when the holder hands the bill over; 0 withdraws the nomination.
    function nominate(bytes32 bill, uint32 nominee) external;

    /// @notice Hand over title and possession: `to` is free to choose for whoever has both, else it is the nominee.
    function transferBoth(bytes32 bill, uint32 to) external;

    /// @notice Turn a bill to order into a bearer bill; by whoever has title and possession.
    function endorseInBlank(bytes32 bill) external;

    /// @notice Endorse a bill to order or in blank to `to`, with these words on it; by whoever has title and possession.
    function endorse(bytes32 bill, uint32 to, Endorsement endorsement) external;

    /// @notice Hand a bill back, with the title that came along and in the form that it had, to whom it came from; only as the
    /// holder's very next act.
    function refuseTransfer(bytes32 bill) external;

    /// @notice Surrender for delivery: possession goes to the carrier, who answers.
    function surrender(bytes32 bill) external;

    /// @notice The carrier takes the bill back for good and owes the goods to whom it was surrendered by. Told by ERC-721's
    /// `Transfer` to the zero address, without `Voided` before it.
    function acceptSurrender(bytes32 bill) external;

    /// @notice The carrier hands the bill back as it was.
    function refuseSurrender(bytes32 bill) external;

    /// @notice Surrender for amendment: possession goes to the carrier, who answers. By whoever has title and possession; of a
    /// straight bill whose consignee stays the same, and of a sea waybill, by its holder. @param consignee of either, who is to be named by
    /// what takes its place; 0: the same.
    function surrenderForAmendment(bytes32 bill, Change change, uint32 consignee) external;

    /// @notice The carrier does not amend, and hands the bill back as it was.
    function refuseAmendment(bytes32 bill) external;

    /// @notice The carrier puts bills in the place of others: amended, to another destination, switched, split or merged. All
    /// of `voided` were surrendered for it, alike; they are void and `issued` are with who surrendered, in the same form and
    /// under the same title, in one step. @param balance salted commitment to the balance sheet: the quantities of both sides,
    /// which are not the chain's to know.
    function reissue(bytes32[] calldata voided, bytes32[] calldata issued, bytes32 balance) external;

    /// @notice The carrier issues the paper that was asked for: from now on the paper is the bill, and this record says so.
    /// @param statement salted commitment to the statement that stands on the paper and in the record.
    function switchToPaper(bytes32 bill, bytes32 statement) external;

    /// @notice The carrier, which has collected and voided all paper originals, issues a bill in their place, with title and
    /// possession as they were on paper. @param origin the record that had been switched to this paper, or 0.
    /// @param statement salted commitment to the statement which originals were collected, when and by whom made inoperative.
    function issueFromPaper(bytes32 bill, uint32 holder, uint32 owner, Form form, bytes32 origin, bytes32 statement)
        external;

    /// @notice An authority (role REGULATOR, which the consortium gives) stops a bill that has not ended, in whosever hands or
    /// keeping: nothing moves it, it is not delivered, and an instrument can only give it back to its holder, frozen. Two
    /// persons. @param reason salted commitment to the order.
    function freeze(bytes32 bill, bytes32 reason) external;

    /// @notice The authority that stopped it lets it go. Two persons.
    function unfreeze(bytes32 bill, bytes32 reason) external;

    /// @return The number of the authority that stopped the bill, 0 if none did.
    function frozenBy(bytes32 bill) external view returns (uint32);

    /// @notice The carrier records that it delivered without the bill, against a letter of indemnity. The bill goes on, and
    /// everybody sees that its goods are gone.
    function recordIndemnity(bytes32 bill, bytes32 indemnity) external;

    /// @notice The carrier delivers the goods of a sea waybill to the consignee that it names, on identity.
    function deliverOnIdentity(bytes32 bill) external;

    /// @notice For instruments: take a bill of `party` into keeping, so that nobody moves it.
    /// @param taker who would get title from `deliver`; refused if they could not.
    function lock(bytes32 bill, uint32 party, uint32 taker, Lock kind) external;

    /// @notice For the instrument that keeps it: give it back to its holder.
    function unlock(bytes32 bill) external;

    /// @notice For the instrument that keeps it: hand title and possession to `taker`; of a straight bill possession alone, unless it names
    /// the taker.
    function deliver(bytes32 bill, uint32 taker) external;

    function billOf(bytes32 bill) external view returns (Bill memory);

    /// @return origin a bill that was ever pledged and of which it took the place, by reissue or back from paper (0: none). @return beside
    /// another such bill that was voided in the same reissue as this one (0: no further one): all are found one after the other.
    function originOf(bytes32 bill) external view returns (bytes32 origin, bytes32 beside);
}
