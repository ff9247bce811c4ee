"""Mail that comes in: taken by `ingest`, read by `parsed`, told apart by `routing`, whatever road it came by.

A server of our own (`listener`) or a mailbox that we look into (`mailbox`) hands each mail over as it came. It is
stored before anybody reads it; the worker's job then gives it to the app whose token its address carries.
"""
