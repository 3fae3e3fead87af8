"""What those do who keep the service running: look, find what is stuck, repair, compare, copy, put back.

python -m app.operating --help
"""
