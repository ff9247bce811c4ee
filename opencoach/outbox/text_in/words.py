"""Words that are a whole text and mean the same everywhere: to end texts, to get them again, to be helped. Pure.

Networks and the law of many countries want these understood, in English always and in the languages that the product
speaks. Only the whole text counts: "Can we stop at noon?" is a message. No word of booking is among them: networks take
CANCEL for an end, and so do we.
"""

import re
import unicodedata
from enum import StrEnum


class Word(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"


# By language. What networks themselves act upon stands in "en".
STOP = {
    "en": "stop stopall unsubscribe cancel end quit optout revoke",
    "de": "stopp abmelden ende",
    "fr": "arret arreter desabonner",
    "es": "alto parar baja cancelar",
    "it": "ferma basta",
    "nl": "stoppen afmelden",
    "pt": "pare sair cancelar",
    "pl": "koniec rezygnuje",
}
START = {"en": "start unstop optin", "de": "anmelden", "fr": "demarrer", "es": "empezar", "it": "inizia", "nl": "aan"}
HELP = {"en": "help info", "de": "hilfe", "fr": "aide", "es": "ayuda", "it": "aiuto", "nl": "hulp", "pt": "ajuda"}
PHRASES = {"opt out": Word.STOP, "stop all": Word.STOP, "opt in": Word.START}
AROUND = re.compile(r"^[\s\W_]+|[\s\W_]+$")
SPACE = re.compile(r"\s+")


def _table() -> dict[str, Word]:
    found = dict(PHRASES)
    for word, languages in ((Word.STOP, STOP), (Word.START, START), (Word.HELP, HELP)):
        for one in " ".join(languages.values()).split():
            found[one] = word
    return found


TABLE = _table()


def plain(text: str) -> str:
    """A whole text as it is compared: small letters without accents, and without what stands around it."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.strip()) if not unicodedata.combining(one))
    return SPACE.sub(" ", AROUND.sub("", bare.casefold()))


def word_of(text: str) -> Word | None:
    """What a whole text means, where it is one of these words."""
    return TABLE.get(plain(text))
