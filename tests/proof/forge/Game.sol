// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {
    Availability,
    CreditTerms,
    Disposal,
    Finding,
    Presentation,
    Rules,
    Scheme,
    Tenor
} from "../../../contracts/credits/ILetterOfCredit.sol";
import {CashGame} from "./CashGame.sol";
import {EscrowGame} from "./EscrowGame.sol";
import {Port} from "./Port.sol";

/// @notice All of it: payments, bills, escrows and random credits, each beside its model.
contract Game is EscrowGame {
    enum At {
        LODGED,
        COMPLYING,
        DISCREPANT,
        WAIVED,
        PRECLUDED,
        HONOURED,
        REFUSED,
        WITHDRAWN
    }

    /// @dev `terms` ABI-encoded, for they come with each call.
    struct CreditModel {
        bytes32 id;
        bytes terms;
        uint64 drawable;
        uint64 used;
        uint64 honoured;
        uint32 expiry;
        uint32 open;
        uint8 consents;
        bool partials;
        bool running;
    }

    /// @dev `bill` is a place and 1, 0 for none; `back` is whom a refusal gave it back to, while nobody moved it since.
    struct PresentationModel {
        uint256 credit;
        Presentation contents;
        uint256 bill;
        uint40 deadline;
        At at;
    }

    uint256 internal constant MOST_CREDITS = 6;
    uint256 internal constant MOST_PRESENTATIONS = 24;
    uint32 internal constant CLOSED_DAYS = 10;
    uint16 internal constant PERIOD = 21;

    CreditModel[] internal _credits;
    PresentationModel[] internal _presentations;

    constructor(Port port_) CashGame(port_) {}

    function issueCredit(uint256 seed, uint64 amount, bool partials, bool bank) external {
        if (_credits.length == MOST_CREDITS) return;
        amount = amount % 200_000;
        uint8 plus = uint8((seed >> 8) % 110);
        CreditTerms memory terms = CreditTerms({
            issuingBank: port.numberOf(0),
            applicant: port.numberOf(1),
            beneficiary: port.numberOf(2),
            advisingBank: port.numberOf(3),
            nominatedBank: port.numberOf(0),
            confirmingBank: 0,
            cash: address(port.cash()),
            amount: amount,
            tolerancePlus: plus,
            toleranceMinus: 0,
            issued: _today(),
            expiry: _today() + uint32(seed % 30),
            latestShipment: 0,
            presentationDays: PERIOD,
            rules: Rules.UCP_600,
            availability: Availability.SIGHT_PAYMENT,
            tenors: new Tenor[](0),
            partialDrawings: partials,
            titleToApplicant: false,
            clauses: 0,
            document: _name("credit")
        });
        bool allowed = bank && amount != 0 && plus < 100;
        bytes memory call = abi.encodeCall(port.credits().issue, (terms));
        _expect(allowed, port.together(bank ? 0 : 1, address(port.credits()), call), "issue a credit");
        if (!allowed) return;
        uint64 drawable = uint64(uint256(amount) * (100 + plus) / 100);
        bytes32 id = port.credits().idOf(terms);
        _credits.push(CreditModel(id, abi.encode(terms), drawable, 0, 0, terms.expiry, 0, 0, partials, true));
    }

    function present(uint256 pick, uint256 seed, uint64 amount, bool withBill) external {
        if (_credits.length == 0 || _presentations.length == MOST_PRESENTATIONS) return;
        CreditModel storage credit = _credits[pick % _credits.length];
        uint64 left = credit.drawable - credit.used;
        amount = _about(left, amount);
        withBill = withBill && _bills.length != 0;
        uint256 place = withBill ? (seed >> 8) % _bills.length : 0;
        Presentation memory contents = Presentation({
            bank: port.numberOf(0),
            bills: new bytes32[](withBill ? 1 : 0),
            documents: _name("documents"),
            amount: amount,
            scheme: Scheme.SALTED_HASH,
            drawing: _name("drawing"),
            shipped: _today() - 1,
            invoiced: 0,
            presented: _today()
        });
        if (withBill) contents.bills[0] = _bills[place].id;
        uint32 who = _mostly(2, seed);
        bool allowed = who == 2 && credit.running && _today() <= credit.expiry + CLOSED_DAYS && amount != 0
            && (credit.partials || credit.used == 0) && amount <= left
            && (!withBill || _mayKeep(_bills[place], 2, 0));
        bytes memory call = abi.encodeCall(port.credits().present, (credit.id, _terms(credit), contents));
        _expect(allowed, port.alone(who, address(port.credits()), call), "present");
        if (!allowed) return;
        if (withBill) _keep(_bills[place], address(port.credits()));
        (credit.used, credit.open) = (credit.used + amount, credit.open + 1);
        PresentationModel storage known = _presentations.push();
        known.credit = pick % _credits.length;
        known.contents = contents;
        known.bill = withBill ? place + 1 : 0;
        known.deadline = (contents.presented + 7) * uint40(1 days);
    }

    function examine(uint256 pick, uint256 seed, bool complies) external {
        if (_presentations.length == 0) return;
        PresentationModel storage known = _presentations[pick % _presentations.length];
        CreditModel storage credit = _credits[known.credit];
        uint32 last = known.contents.shipped + PERIOD < credit.expiry ? known.contents.shipped + PERIOD : credit.expiry;
        uint32 who = _mostly(0, seed);
        bool allowed =
            who == 0 && known.at == At.LODGED && (!complies || known.contents.presented <= last);
        Finding memory finding = Finding(complies, known.deadline, last, bytes32(uint256(1)));
        bytes memory call = abi.encodeCall(port.credits().examine, (credit.id, _terms(credit), known.contents, finding));
        _expect(allowed, port.alone(who, address(port.credits()), call), "examine");
        if (allowed) known.at = complies ? At.COMPLYING : At.DISCREPANT;
    }

    function waive(uint256 pick, uint256 seed) external {
        if (_presentations.length == 0) return;
        PresentationModel storage known = _presentations[pick % _presentations.length];
        CreditModel storage credit = _credits[known.credit];
        uint32 who = _mostly(0, seed);
        bool allowed = who == 0 && known.at == At.DISCREPANT;
        bytes memory call = abi.encodeCall(port.credits().waive, (credit.id, _terms(credit), known.contents));
        _expect(allowed, port.together(who, address(port.credits()), call), "waive");
        if (allowed) known.at = At.WAIVED;
    }

    function honour(uint256 pick, uint256 seed, bool one) external {
        if (_presentations.length == 0) return;
        PresentationModel storage known = _presentations[pick % _presentations.length];
        CreditModel storage credit = _credits[known.credit];
        uint32 who = _mostly(0, seed);
        uint64 amount = known.contents.amount;
        bool ready = known.at == At.COMPLYING || known.at == At.WAIVED || known.at == At.PRECLUDED;
        bool allowed = who == 0 && !one && ready && amount <= balances[0];
        bytes memory call = abi.encodeCall(port.credits().honour, (credit.id, _terms(credit), known.contents, new uint32[](0), ""));
        address credits = address(port.credits());
        _expect(allowed, one ? port.alone(who, credits, call) : port.together(who, credits, call), "honour");
        if (!allowed) return;
        (known.at, credit.open, credit.honoured) = (At.HONOURED, credit.open - 1, credit.honoured + amount);
        if (!credit.partials || credit.honoured == credit.drawable) credit.running = false;
        _pay(0, 2, amount);
        if (known.bill != 0) _deliver(_bills[known.bill - 1], 0);
    }

    function refuse(uint256 pick, uint256 seed, uint16 discrepancies) external {
        if (_presentations.length == 0) return;
        PresentationModel storage known = _presentations[pick % _presentations.length];
        CreditModel storage credit = _credits[known.credit];
        uint32 who = _mostly(0, seed);
        bool taken = known.at == At.DISCREPANT || known.at == At.REFUSED || known.at == At.PRECLUDED;
        bool allowed = who == 0 && taken && discrepancies != 0;
        bytes memory call = abi.encodeCall(
            port.credits().refuse,
            (credit.id, _terms(credit), known.contents, bytes32(seed), discrepancies, Disposal(seed % 4))
        );
        _expect(allowed, port.together(who, address(port.credits()), call), "refuse");
        if (!allowed || known.at != At.DISCREPANT) return;
        if (block.timestamp > known.deadline) known.at = At.PRECLUDED;
        else _giveBack(known, credit, At.REFUSED);
    }

    function withdraw(uint256 pick, uint256 seed) external {
        if (_presentations.length == 0) return;
        PresentationModel storage known = _presentations[pick % _presentations.length];
        CreditModel storage credit = _credits[known.credit];
        uint32 who = _mostly(2, seed);
        bool allowed = who == 2 && known.at < At.HONOURED;
        bytes memory call = abi.encodeCall(port.credits().withdraw, (credit.id, _terms(credit), known.contents));
        _expect(allowed, port.alone(who, address(port.credits()), call), "withdraw");
        if (allowed) _giveBack(known, credit, At.WITHDRAWN);
    }

    function expire(uint256 pick, uint256 seed) external {
        if (_credits.length == 0) return;
        CreditModel storage credit = _credits[pick % _credits.length];
        uint32 who = _mostly(0, seed);
        bool allowed =
            who == 0 && credit.running && credit.open == 0 && _today() > credit.expiry + CLOSED_DAYS + 1;
        bytes memory call = abi.encodeCall(port.ends().expire, (port.credits(), credit.id, _terms(credit)));
        _expect(allowed, port.alone(who, address(port.ends()), call), "expire");
        if (allowed) credit.running = false;
    }

    function cancel(uint256 pick, uint256 seed) external {
        if (_credits.length == 0) return;
        CreditModel storage credit = _credits[pick % _credits.length];
        uint32 who = uint32(seed % CARRIER);
        uint8 consent = who == 0 ? 1 : who == 2 ? 2 : 0;
        bool allowed = consent != 0 && credit.running && credit.open == 0 && credit.consents & consent == 0;
        bytes memory call =
            abi.encodeCall(port.ends().cancel, (port.credits(), credit.id, _terms(credit)));
        _expect(allowed, port.together(who, address(port.ends()), call), "cancel");
        if (!allowed) return;
        credit.consents |= consent;
        if (credit.consents == 3) credit.running = false;
    }

    function creditCount() external view returns (uint256) {
        return _credits.length;
    }

    function creditAt(uint256 place) external view returns (CreditModel memory) {
        return _credits[place];
    }

    function presentationCount() external view returns (uint256) {
        return _presentations.length;
    }

    function presentationAt(uint256 place) external view returns (PresentationModel memory) {
        return _presentations[place];
    }

    function _giveBack(PresentationModel storage known, CreditModel storage credit, At at) private {
        known.at = at;
        (credit.open, credit.used) = (credit.open - 1, credit.used - known.contents.amount);
        if (known.bill != 0) _bills[known.bill - 1].keeper = address(0);
    }

    function _terms(CreditModel storage credit) private view returns (CreditTerms memory) {
        return abi.decode(credit.terms, (CreditTerms));
    }

    function _today() private view returns (uint32) {
        return uint32(block.timestamp / 1 days);
    }
}
