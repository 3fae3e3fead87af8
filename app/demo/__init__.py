"""One whole documentary trade, played through HTTP as its users would: six organisations, each with its own
credentials.
"""
