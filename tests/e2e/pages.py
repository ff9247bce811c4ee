"""The pages that the browser walks: each path with who opens it. A new page gets its line here.

`{p}`, `{ana}`, `{talk}` … are the places that `seed.py` made.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    who: str = "miriam"  # of the cast; "" for a stranger
    status: int = 200
    public: bool = False  # a search engine may list it

    def __str__(self) -> str:
        return self.name


PAGES = [
    # strangers
    Page("sign-in", "/account/login/", "", public=True),
    Page("sign-in-by-code", "/account/login/code/", ""),
    Page("password-reset", "/account/password/reset/", ""),
    Page("password-reset-sent", "/account/password/reset/done/", ""),
    Page("password-reset-over", "/account/password/reset/key/1-none/", ""),
    Page("password-reset-done", "/account/password/reset/key/done/", ""),
    Page("account-closed", "/account/inactive/", ""),
    Page("by-invitation", "/account/signup/", ""),
    Page("setup", "{setup}", ""),
    Page("invitation", "/invitation/{invitation}/", ""),
    Page("invitation-closed", "/invitation/made-up/", "", 404),
    Page("unsubscribe-closed", "/unsubscribe/made-up/", "", 404),
    Page("offline", "/offline/", ""),
    # the coach
    Page("coach-today", "{p}/"),
    Page("clients", "{p}/clients/"),
    Page("overview", "{p}/clients/{ana}/"),
    Page("overview-long-name", "{p}/clients/{long}/"),
    Page("overview-invited", "{p}/clients/{invited}/"),
    Page("pause", "{p}/clients/{ana}/pause/"),
    Page("ending", "{p}/clients/{ana}/ending/"),
    Page("description", "{p}/clients/{ana}/description/"),
    Page("hand-over", "{p}/clients/{tomas}/coaches/"),
    Page("invite", "{p}/clients/new/"),
    Page("import", "{p}/clients/import/"),
    Page("agreement", "{p}/clients/{ana}/agreement/"),
    Page("acceptance", "{p}/agreements/{accepted}/"),
    Page("sessions", "{p}/sessions/"),
    Page("session", "{p}/sessions/{session}/"),
    Page("session-cancellation", "{p}/sessions/{session}/cancellation/"),
    Page("with-whom", "{p}/sessions/booking/"),
    Page("booking-when", "{p}/sessions/booking/?with={ana}"),
    Page("booking-nothing", "{p}/sessions/booking/?with={tomas}", "devi"),
    Page("session-moving", "{p}/sessions/{session}/moving/?at={free}"),
    Page("session-holding", "{p}/sessions/{session}/holding/"),
    Page("client-sessions", "{p}/clients/{ana}/sessions/"),
    Page("session-log", "{p}/clients/{ana}/sessions/past/"),
    Page("session-import", "{p}/sessions/import/"),
    Page("coach-messages", "{p}/messages/"),
    Page("coach-conversation", "{p}/messages/{talk}/"),
    Page("find-in-conversation", "{p}/messages/{talk}/find/?q=Thursday"),
    Page("practice-settings", "{p}/settings/"),
    Page("people-settings", "{p}/settings/people/"),
    Page("invite-colleague", "{p}/settings/people/new/"),
    Page("agreement-settings", "{p}/settings/agreement/"),
    Page("availability", "{p}/settings/availability/"),
    Page("session-types", "{p}/settings/session-types/"),
    Page("session-type-new", "{p}/settings/session-types/new/"),
    Page("session-type", "{p}/settings/session-types/{type}/"),
    Page("feed-none", "{p}/settings/feed/", "devi"),
    Page("feed", "{p}/settings/feed/"),
    Page("deliveries", "{p}/settings/deliveries/"),
    Page("delivery", "{p}/settings/deliveries/{delivery}/"),
    Page("coach-profile", "{p}/settings/profile/"),
    Page("security", "{p}/settings/security/"),
    Page("address", "/account/email/"),
    Page("password-set", "/account/password/set/"),
    Page("second-step", "/account/2fa/"),
    Page("app-add", "/account/2fa/totp/activate/"),
    Page("passkeys-none", "/account/2fa/webauthn/"),
    Page("passkey-add", "/account/2fa/webauthn/add/"),
    Page("recovery-codes-make", "/account/2fa/recovery-codes/generate/"),
    Page("sign-ins", "/account/sessions/"),
    Page("sign-out", "/account/logout/"),
    Page("confirmation", "/account/confirmation/"),
    Page("not-found", "{p}/nowhere/", status=404),
    # somebody with a password and an authenticator app
    Page("password-change", "/account/password/change/", "mei"),
    Page("still-you-password", "/account/reauthenticate/", "mei"),
    Page("still-you-code", "/account/2fa/reauthenticate/", "mei"),
    Page("app-remove", "/account/2fa/totp/deactivate/", "mei"),
    Page("recovery-codes-used", "/account/2fa/recovery-codes/", "mei"),
    Page("recovery-codes-again", "/account/2fa/recovery-codes/generate/", "mei"),
    # the other coach: nothing said yet
    Page("empty-conversation", "{p}/messages/{empty}/", "devi"),
    Page("no-sessions", "{p}/sessions/", "devi"),
    Page("no-session-types", "{p}/settings/session-types/", "devi"),
    Page("few-clients", "{p}/clients/", "devi"),
    # an assistant
    Page("office-today", "{p}/", "priya"),
    # the client
    Page("client-today", "{p}/", "ana"),
    Page("client-messages", "{p}/messages/", "ana"),
    Page("client-conversation", "{p}/messages/{talk}/", "ana"),
    Page("client-own-sessions", "{p}/sessions/", "ana"),
    Page("client-session", "{p}/sessions/{session}/", "ana"),
    Page("client-cancellation", "{p}/sessions/{session}/cancellation/", "ana"),
    Page("client-booking", "{p}/sessions/booking/", "ana"),
    Page("client-booking-confirm", "{p}/sessions/booking/?at={free}", "ana"),
    Page("client-moving", "{p}/sessions/{session}/moving/", "ana"),
    Page("client-feed", "{p}/settings/feed/", "ana"),
    Page("client-agreement", "{p}/clients/{ana}/agreement/", "ana"),
    Page("sharing", "{p}/sharing/", "ana"),
    Page("help", "{p}/help/", "ana"),
    Page("client-profile", "{p}/settings/profile/", "ana"),
    # a sponsor, somebody of another practice, somebody of none
    Page("sponsor-today", "{p}/", "ruben"),
    Page("no-practice", "/", "stranger"),
]
