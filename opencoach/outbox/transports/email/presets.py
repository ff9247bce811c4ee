"""How common providers are written in OPENCOACH_MAIL_URL: for the banner, the settings page and the docs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preset:
    name: str
    url: str
    note: str = ""


PRESETS = (
    Preset("Fastmail", "smtps://you%40example.com:app-password@smtp.fastmail.com:465", "Make an app password first."),
    Preset("Gmail, Google Workspace", "smtp://you%40example.com:app-password@smtp.gmail.com:587", "App password."),
    Preset("iCloud", "smtp://you%40icloud.com:app-password@smtp.mail.me.com:587", "App-specific password."),
    Preset("IONOS", "smtp://you%40example.com:password@smtp.ionos.com:587"),
    Preset("OVH", "smtps://you%40example.com:password@ssl0.ovh.net:465"),
    Preset("Infomaniak", "smtps://you%40example.com:password@mail.infomaniak.com:465"),
    Preset("mailbox.org", "smtps://you%40example.com:password@smtp.mailbox.org:465"),
    Preset("Zoho", "smtps://you%40example.com:app-password@smtp.zoho.com:465", "App password with two factors."),
    Preset("Amazon SES", "smtp://user:password@email-smtp.eu-central-1.amazonaws.com:587", "SMTP credentials."),
    Preset("Postmark", "anymail+postmark://server-token@"),
    Preset("Mailgun", "anymail+mailgun://key@mg.example.com", "EU: add ?api_url=https://api.eu.mailgun.net/v3"),
    Preset("Mailjet", "anymail+mailjet://key:secret@"),
    Preset("Brevo", "anymail+brevo://key@"),
    Preset("Resend", "anymail+resend://key@"),
    Preset("SendGrid", "smtp://apikey:key@smtp.sendgrid.net:587"),
    Preset("SparkPost", "anymail+sparkpost://key@"),
    Preset("A server of your own", "smtp://mail.example.com:25", "Without a password, by its network."),
)
