"""What others in the same network call this machine."""

import socket


def own_names() -> list[str]:
    """This machine's name, its name in the local network, and the address that it reaches others from."""
    name = socket.gethostname().lower()
    found = [name, f"{name}.local"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: a datagram socket only chooses its road
        except OSError:
            return found
        return [*found, str(probe.getsockname()[0])]
