"""Words that are a whole text: to end texts, to get them again, to be helped."""

import pytest

from opencoach.outbox.text_in.words import Word, word_of

STOP, START, HELP = Word.STOP, Word.START, Word.HELP


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("STOP", STOP), ("stop", STOP), (" Stop. ", STOP), ("STOP!", STOP), ("“stop”", STOP), ("*STOP*", STOP),
        ("Stop\n", STOP), ("STOPALL", STOP), ("stop all", STOP), ("Unsubscribe", STOP), ("CANCEL", STOP), ("end", STOP),
        ("QUIT", STOP), ("opt out", STOP), ("Opt  Out", STOP), ("optout", STOP), ("STOPP", STOP), ("Abmelden", STOP),
        ("ARRÊT", STOP), ("arret", STOP), ("alto", STOP), ("BAJA", STOP), ("basta", STOP), ("stoppen", STOP),
        ("sair", STOP), ("koniec", STOP), ("START", START), ("start.", START), ("UNSTOP", START), ("opt in", START),
        ("Démarrer", START), ("Anmelden", START), ("HELP", HELP), ("help?", HELP), ("Hilfe", HELP), ("INFO", HELP),
        ("aide", HELP),
        ("Can we cancel tomorrow?", None), ("Can we stop at noon?", None), ("Please stop", None), ("stop it", None),
        ("non-stop", None), ("I want to start running", None), ("Help me with goal 2", None), ("end of week?", None),
        ("I can't help it", None), ("cancel tomorrow", None), ("yes", None), ("no", None), ("c", None), ("7", None),
        ("done", None), ("", None), ("   ", None), ("...", None), ("STOP 7", None), ("stopstart", None),
        ("Basta così", None), ("start again", None),
    ],
)  # fmt: skip
def test_only_the_whole_text_counts(text: str, word: Word | None) -> None:
    assert word_of(text) == word
