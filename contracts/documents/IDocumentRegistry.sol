// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @notice RECORDED stands; SUPERSEDED gave way to a newer version; REVOKED was taken back.
enum DocumentStatus {
    UNKNOWN,
    RECORDED,
    SUPERSEDED,
    REVOKED
}

/// @notice `version` counts from 1, `recorded` is in seconds.
struct Document {
    uint32 issuer;
    uint16 version;
    DocumentStatus status;
    uint40 recorded;
}

/// @title IDocumentRegistry: that a document existed, who issued it, and whether it still stands. Never the document.
/// @notice A document is known by a commitment: the first 224 bits of the keccak256 of a 32-byte random salt, its issuer's number and
/// its content, and then that number. So nobody records as its own what it saw on its way to the chain. Without the salt a rival
/// could guess content and compare; whoever makes the commitment is trusted to draw the salt at random and to hand it, with
/// the document, to those who may read it.
interface IDocumentRegistry {
    event Recorded(bytes32 indexed document, uint32 indexed issuer);
    event Superseded(bytes32 indexed document, bytes32 indexed successor, uint16 version);
    event Revoked(bytes32 indexed document);

    error DocumentsAlreadyRecorded(bytes32 document, uint32 issuer);
    error DocumentsEmptyCommitment();
    /// @dev Its last 32 bits are not the number of who would record it.
    error DocumentsOfAnother(bytes32 document, uint32 party);
    error DocumentsNotIssuer(bytes32 document, uint32 issuer, uint32 party);
    error DocumentsWrongStatus(bytes32 document, DocumentStatus status, DocumentStatus allowed);

    /// @notice Record a commitment of the acting party.
    function record(bytes32 document) external;

    /// @notice Put `successor` in the place of `document`: both stay on record.
    function supersede(bytes32 document, bytes32 successor) external;

    /// @notice Take a document back: it stays on record as revoked.
    function revoke(bytes32 document) external;

    function documentOf(bytes32 document) external view returns (Document memory);
}
