"""How mail programs introduce what they quote, and how they sign, in the languages that we know."""

import re

LOOKED_AT = 600  # characters of one line
# what a program writes between a name and a quote; "…:" at the end and a date or an address are asked for besides
WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|geschrieben|a écrit|écrit|escribi[óo]|ha scritto|scritto|schreef|geschreven|escreveu"
    r"|napisał(?:\(a\)|a)?|napisana|pisze|skrev|kirjoitti|napsal\(?a?\)?|írta|пише|пишет|написав|написал\(?а?\)?)",
    re.IGNORECASE,
)
DATED = re.compile(r"\d{1,4}[./:-]\d{1,2}|\d{4}")
ADDRESS = re.compile(r"[^\s<>@]{1,80}@[^\s<>@]{1,120}")
# From, Sent, To, Subject …: three of them in a row are the head of a quoted mail
HEADS = (
    "from", "sent", "to", "subject", "date", "cc", "reply-to",
    "von", "gesendet", "an", "betreff", "datum",
    "de", "envoyé", "à", "objet", "cc", "envoye",
    "enviado", "para", "asunto", "fecha",
    "da", "inviato", "a", "oggetto", "data",
    "van", "verzonden", "aan", "onderwerp",
    "assunto", "enviada", "enviado em",
    "od", "wysłano", "do", "temat", "wysłane",
    "от", "отправлено", "кому", "тема", "від", "надіслано",
    "från", "skickat", "till", "ämne", "fra", "sendt", "til", "emne",
)  # fmt: skip
HEAD = re.compile(rf"\*?\s*(?:{'|'.join(map(re.escape, sorted(set(HEADS), key=len, reverse=True)))})\s?:\*?\s*\S", re.I)
RULE = re.compile(r"[_*=-]{8,}")
ORIGINAL = re.compile(
    r"-{2,}\s*(?:original message|ursprüngliche nachricht|message d’origine|message d'origine|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|mensagem original|wiadomość oryginalna|original-nachricht)\s*-{2,}",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"(?:-{4,}\s*)?(?:forwarded message|begin forwarded message|weitergeleitete nachricht|message transféré"
    r"|début du message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|mensagem encaminhada"
    r"|wiadomość przekazana|przekazana wiadomość)\s*:?\s*(?:-{4,})?$",
    re.IGNORECASE,
)
ANSWER_ABOVE = frozenset(
    {
        "answer above this line", "antworten sie über dieser zeile", "répondez au-dessus de cette ligne",
        "responda por encima de esta línea", "risponda sopra questa riga", "antwoord boven deze regel",
        "responda acima desta linha", "odpowiedz powyżej tej linii",
    }
)  # fmt: skip
SENT_FROM = re.compile(
    "(?:"
    + "|".join(
        (
            r"sent from (?:my|yahoo mail|outlook|proton mail|samsung|mail for)",
            r"sent with \[?proton|sent via my|get outlook for",
            r"von meinem .{1,40} gesendet$|von yahoo mail .{0,20}gesendet$|diese nachricht wurde von meinem",
            r"gesendet (?:von|mit) (?:meinem|der|outlook|mail für|\[?proton|der sicheren)",
            r"outlook für (?:ios|android)(?:$|.{0,80}(?:beziehen|herunterladen))",
            r"envoyé (?:de mon|depuis mon|à partir de|depuis)|obtenir outlook",
            r"enviado (?:desde (?:mi|yahoo|outlook)|do meu|do yahoo|a partir d)|obtener outlook|obter o outlook",
            r"inviato da(?:l mio)? (?:iphone|ipad|android|yahoo|outlook|smartphone)|scarica outlook",
            r"verstuurd vanaf|verzonden vanuit|verzonden met|outlook voor (?:ios|android)",
            r"wysłane z |pobierz program outlook",
            r"скачать outlook|отправлено с|надіслано з",
        )
    )
    + ")",
    re.IGNORECASE,
)


def is_introduction(line: str) -> bool:
    """ "On Mon, Nov 2, 2026 at 9:30 AM Miriam <…> wrote:", in one line. A sender's own "I wrote:" has no date."""
    line = line[:LOOKED_AT].strip()
    if not line.endswith((":", "：")) or len(line) < 12:
        return False
    return bool(WROTE.search(line)) and bool(ADDRESS.search(line) or DATED.search(line))


def is_head(line: str) -> bool:
    """ "From: …", "*Gesendet:* …"."""
    return bool(HEAD.match(line[:LOOKED_AT].strip()))


def is_sent_from(line: str) -> bool:
    """ "Sent from my iPhone", "Get Outlook for iOS<…>"."""
    return len(line) <= 160 and bool(SENT_FROM.match(line.strip()))
