"""allauth's own pages. What they say to somebody signed in is theirs; that a stranger gets nowhere is ours."""

from tests.access.matrix import Row, nothing

OPEN = """
    account_login account_logout account_request_login_code account_confirm_login_code account_signup
    account_inactive account_email_verification_sent account_reset_password account_reset_password_done
    account_reset_password_from_key_done mfa_authenticate mfa_login_webauthn
"""
SIGNED_IN = """
    account_change_password account_set_password account_email account_reauthenticate usersessions_list mfa_index
    mfa_activate_totp mfa_deactivate_totp mfa_add_webauthn mfa_list_webauthn mfa_reauthenticate
    mfa_reauthenticate_webauthn mfa_generate_recovery_codes mfa_view_recovery_codes mfa_download_recovery_codes
"""

ROWS = [
    *(Row(name, args=nothing, open=True, foreign=True) for name in OPEN.split()),
    *(Row(name, args=nothing, foreign=True) for name in SIGNED_IN.split()),
    Row("mfa_edit_webauthn", args=lambda cast: {"pk": 1}, foreign=True),
    Row("mfa_remove_webauthn", args=lambda cast: {"pk": 1}, foreign=True),
    Row(
        "account_reset_password_from_key",
        args=lambda cast: {"uidb36": "1", "key": "no-key"},
        open=True,
        foreign=True,
    ),
]
