"""The test mail of `check --mail-to`: by the road of every mail, but at once, so that the server's words come back."""

from collections.abc import Iterator

from opencoach.outbox.trial import try_mail


def send(to: str) -> Iterator[tuple[bool, str]]:
    """Tries it; gives (whether it failed, a sentence)."""
    if problem := try_mail(to):
        yield True, f"The test mail to {to} failed: {problem}"
    else:
        yield False, f"The mail server took a test mail to {to}. See that it arrives, and not among the junk."
