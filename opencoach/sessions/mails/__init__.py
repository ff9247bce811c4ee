"""The mails about a session: what became of it, with an invitation for the reader's calendar; reminders; a nudge."""
