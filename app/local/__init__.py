"""A whole deployment on one machine: a Ganache chain, the contracts on it, the members' keys, the service and
its workers.

Everything that it writes lies in one folder, so that a state is kept, copied or thrown away as one.
"""
