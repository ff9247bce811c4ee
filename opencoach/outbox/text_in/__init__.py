"""Texts that come in: stored by `ingest`, understood by `routing`; `asks` are the questions that they may answer."""
