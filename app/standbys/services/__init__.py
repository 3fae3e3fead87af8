"""What callers and other members can have done with standbys, one module for each part of their life."""
