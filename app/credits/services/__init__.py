"""What callers and other members can have done with credits, one module for each part of their life."""
