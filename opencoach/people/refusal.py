class Refused(Exception):
    """An action cannot be done now. Its text says why and what to do instead, for the person who tried."""
