"""A permissioned network of several validators: one of our own on this machine, and trials of any other.

    python -m app.network                 make network
    python -m app.network.verify FILE     make verify-network

`trial` plays the journeys on a network that is described by a file (`given`), stops one of its validators
meanwhile, and signs what came of it (`result`). `validators` are ours; `trouble`, forks and a flood are what
only the owner of a network can do to it.
"""
