"""E-mail: over SMTP, over a provider's API, or, in the demo, into a mailbox that one can look at."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Rendered
from opencoach.outbox.transports.base import Connection, Outcome
from opencoach.outbox.transports.email import mailbox, mime, provider, smtp
from opencoach.outbox.transports.email.letter import Letter, write
from opencoach.outbox.transports.email.url import BadMailUrl, Provider, Smtp, parse


class Email:
    """The channel "email", as OPENCOACH_MAIL_URL says."""

    def problem(self) -> str:
        if settings.DEMO and not settings.MAIL_URL:
            return ""
        if not settings.MAIL_URL:
            return _("No mail server is set, so mail waits.")
        try:
            self._route()
        except BadMailUrl as error:
            return str(error)
        return ""

    def is_wanted(self) -> bool:
        return True

    def settle(self, outcomes: Sequence[tuple[Delivery, Outcome]]) -> None: ...

    def most_connections(self) -> int:
        route = self._route()
        return route.connections if route else 1

    def prepare(self, delivery: Delivery, rendered: Rendered) -> "Letter | smtp.Envelope":
        letter = write(delivery, rendered)
        return letter if isinstance(self._route(), Provider) else smtp.envelope(letter, mime.build(letter))

    def connect(self) -> Connection:
        route = self._route()
        if route is None:
            return mailbox.Mailbox(settings.DATA / "mailbox")
        return provider.Api(route) if isinstance(route, Provider) else smtp.Session(route)

    @staticmethod
    def _route() -> Smtp | Provider | None:
        """Where mail goes; None is the demo's mailbox. Raises BadMailUrl."""
        if settings.DEMO and not settings.MAIL_URL:
            return None
        return parse(settings.MAIL_URL)
