"""Server time and query count of every page, with 10 clients and with 1,000; and three engines side by side.

    python -m benchmarks.pages             each page, both sizes: counts equal and ≤ 12, median ≤ 40 ms
    python -m benchmarks.pages --engines   Django's ASGI handler, a2wsgi, and our pool, under load, in one process each

The database is SQLite in a temporary folder, or the one that OPENCOACH_DATABASE_URL names: use one made for this, since
it is emptied.
"""
