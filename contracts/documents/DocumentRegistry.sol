// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {IMemberRegistry, Right} from "../members/IMemberRegistry.sol";
import {MemberOnly} from "../members/MemberOnly.sol";
import {Document, DocumentStatus, IDocumentRegistry} from "./IDocumentRegistry.sol";

/// @title DocumentRegistry
/// @dev Security contact: see SECURITY.md.
contract DocumentRegistry is IDocumentRegistry, MemberOnly {
    mapping(bytes32 commitment => Document) private _documents;

    constructor(IMemberRegistry members_) MemberOnly(members_) {}

    function record(bytes32 document) external {
        uint32 issuer = _authorise(Right.RECORD);
        _record(document, issuer, 1);
        emit Recorded(document, issuer);
    }

    function supersede(bytes32 document, bytes32 successor) external {
        uint32 issuer = _authorise(Right.RECORD);
        uint16 version = _ofIssuer(document, issuer).version + 1;
        _documents[document].status = DocumentStatus.SUPERSEDED;
        _record(successor, issuer, version);
        emit Superseded(document, successor, version);
    }

    function revoke(bytes32 document) external {
        _ofIssuer(document, _authorise(Right.RECORD));
        _documents[document].status = DocumentStatus.REVOKED;
        emit Revoked(document);
    }

    function documentOf(bytes32 document) external view returns (Document memory) {
        return _documents[document];
    }

    function _record(bytes32 document, uint32 issuer, uint16 version) private {
        require(document != 0, DocumentsEmptyCommitment());
        require(uint32(uint256(document)) == issuer, DocumentsOfAnother(document, issuer));
        Document memory known = _documents[document];
        // A status and a number are compared, not the moment that is read with them.
        // slither-disable-next-line incorrect-equality
        require(known.status == DocumentStatus.UNKNOWN, DocumentsAlreadyRecorded(document, known.issuer));
        _documents[document] = Document(issuer, version, DocumentStatus.RECORDED, uint40(block.timestamp));
    }

    function _ofIssuer(bytes32 document, uint32 party) private view returns (Document memory known) {
        known = _documents[document];
        // As above: a status, and below a number.
        // slither-disable-next-line incorrect-equality
        require(
            known.status == DocumentStatus.RECORDED,
            DocumentsWrongStatus(document, known.status, DocumentStatus.RECORDED)
        );
        // slither-disable-next-line incorrect-equality
        require(known.issuer == party, DocumentsNotIssuer(document, known.issuer, party));
    }
}
