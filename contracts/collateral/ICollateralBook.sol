// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {CreditStatus, CreditTerms, ILetterOfCredit} from "../credits/ILetterOfCredit.sol";

/// @notice OFFERED is the beneficiary's word, which it may take back; TAKEN secures a second credit; RELEASED is the end.
enum LinkStatus {
    UNKNOWN,
    OFFERED,
    TAKEN,
    RELEASED
}

/// @notice What of a master credit secures a second one. `amount` in minor units of the master's cash; `second` is the bank's salted
/// commitment to the second credit, 0 until it has taken the security.
struct Link {
    LinkStatus status;
    uint32 beneficiary;
    uint32 bank;
    uint64 amount;
    address deal;
    bytes32 master;
    bytes32 second;
}

/// @title ICollateralBook: credits back to back.
/// @notice A bank issues a second credit on the security of a first, the master, whose beneficiary is the applicant of the second. They
/// stay two credits, and each is honoured for itself (UCP 600 art. 4a); what ties them is a link in this book, so that nobody gives the
/// same amount of a master twice. The beneficiary offers it, the bank takes it, and it is released when the second has ended.
///
/// Of the second credit the chain learns nothing but a commitment: a middleman's buyer must not find its supplier, nor the other way
/// round. So a number in the master need be none in the second, and that both are one organisation is for the bank to see.
///
/// Trust: the bank, that it takes security for a credit of that applicant alone, and releases it when it has been paid. A link keeps
/// neither the master's proceeds nor its terms: those are held by who is assigned them, or has the documents.
interface ICollateralBook {
    /// @dev `purpose` is a salted commitment to what was agreed.
    event CollateralOffered(
        bytes32 indexed link,
        bytes32 indexed master,
        uint32 indexed bank,
        address deal,
        uint32 beneficiary,
        uint64 amount,
        bytes32 purpose
    );
    event CollateralTaken(bytes32 indexed link, bytes32 second);
    /// @dev By the bank, or by the beneficiary: an offer taken back, or a second credit that ended undrawn.
    event CollateralReleased(bytes32 indexed link, uint32 indexed party);

    error CollateralNothingNamed();
    error CollateralNotABank(uint32 party);
    error CollateralOfferedAlready(bytes32 link);
    error CollateralWrongStatus(bytes32 link, LinkStatus status, LinkStatus allowed);
    error CollateralNotBank(uint32 bank, uint32 party);
    error CollateralNotBeneficiary(uint32 beneficiary, uint32 party);
    /// @dev `available` is what of the master is neither drawn nor linked.
    error CollateralAboveMaster(uint64 amount, uint64 available);
    /// @dev That is not the credit which the bank committed to.
    error CollateralOtherSecond(bytes32 link);
    /// @dev It runs, is drawn in full, or something was honoured under it: then only the bank releases.
    error CollateralStillSecures(bytes32 link, CreditStatus status, uint64 honoured);

    /// @notice The master's beneficiary offers a bank so much of a running credit. Always two persons with the right to present.
    /// @param terms the operative ones. @param purpose salted commitment to what was agreed, which makes the link's id unique.
    function offer(
        ILetterOfCredit deal,
        bytes32 master,
        CreditTerms calldata terms,
        uint32 bank,
        uint64 amount,
        bytes32 purpose
    ) external returns (bytes32 link);

    /// @notice The bank takes it, for the second credit that it commits to. Operators with the right to undertake.
    /// @param second see `secondOf`.
    function take(bytes32 link, bytes32 second) external;

    /// @notice The bank lets it go, or does not want it. Always two persons with the right to undertake.
    function release(bytes32 link) external;

    /// @notice The beneficiary takes back what the bank has not taken. Operators with the right to present.
    function withdraw(bytes32 link) external;

    /// @notice The beneficiary shows that the second credit has expired or was cancelled with nothing honoured under it. Operators with the
    /// right to present. It tells everybody which credit it was, where the bank would have released without.
    function end(bytes32 link, ILetterOfCredit deal, bytes32 second, bytes32 salt) external;

    function linkOf(bytes32 link) external view returns (Link memory);

    /// @return What of a master is linked, in minor units.
    function linkedOf(address deal, bytes32 master) external view returns (uint64);

    /// @return The commitment to a second credit.
    function secondOf(address deal, bytes32 second, bytes32 salt) external pure returns (bytes32);

    function idOf(address deal, bytes32 master, uint32 bank, uint64 amount, bytes32 purpose)
        external
        pure
        returns (bytes32);
}
