"""Whole questionnaires in a mailbox: one mail for each question, answered by replying to it."""
