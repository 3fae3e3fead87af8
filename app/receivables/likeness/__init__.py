"""How like a document is to those that the same organisation has financed; it points out, never decides.

book = Book(financings)              what the organisation itself may see
assess(document, share, book)        CLEAR, REVIEW or BLOCK, with the reasons that led there
"""

from app.receivables.likeness.assessing import assess
from app.receivables.likeness.book import Book
from app.receivables.likeness.reasons import Assessment, Financing, Match, Reason, Verdict

__all__ = ["Assessment", "Book", "Financing", "Match", "Reason", "Verdict", "assess"]
