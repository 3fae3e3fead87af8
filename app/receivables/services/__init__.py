"""What callers and other members can have done with financings and receivables, one module for each part."""
