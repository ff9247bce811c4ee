"""What a file is, by its first bytes. What the browser or its name says doesn't count."""

HEAD = 65_536  # bytes that are looked at
UNKNOWN = "application/octet-stream"

PLAIN = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"#!", "application/x-executable"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
)
OFFICE = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
# Shown in the page by the browser itself. Everything else is saved, never shown: SVG and HTML can act.
SHOWN = frozenset(
    {
        *("image/png", "image/jpeg", "image/gif", "image/webp"),
        *("audio/mpeg", "audio/ogg", "audio/wav", "audio/webm", "audio/mp4", "audio/flac"),
        *("video/mp4", "video/webm"),
    }
)
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
EXTENSIONS = {"audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/wav": "wav"}


def media_type(head: bytes) -> str:
    """The media type of a file that begins with `head` (its first 64 KiB)."""
    for magic, found in PLAIN:
        if head.startswith(magic):
            return found
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12], UNKNOWN)
    for start, magic, look in ((4, b"ftyp", _iso), (0, b"\x1aE\xdf\xa3", _matroska), (0, b"PK\x03\x04", _zip)):
        if head[start : start + 4] == magic:
            return look(head)
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return "audio/mpeg"
    return _text(head)


def is_shown(media_type: str) -> bool:
    """Whether a browser may show it in the page; else it is only saved."""
    return media_type in SHOWN


def _iso(head: bytes) -> str:
    brand = head[8:12]
    if brand in {b"heic", b"heix", b"mif1", b"msf1"}:
        return "image/heic"
    if brand in {b"avif", b"avis"}:
        return "image/avif"
    if brand == b"qt  ":
        return "video/quicktime"
    sound, picture = b"soun" in head or brand[:3] == b"M4A", b"vide" in head
    return "audio/mp4" if sound and not picture else "video/mp4"


def _matroska(head: bytes) -> str:
    if b"webm" not in head[:64]:
        return "video/x-matroska"
    has_picture = any(codec in head for codec in (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG"))
    return "video/webm" if has_picture else "audio/webm"


def _zip(head: bytes) -> str:
    if b"[Content_Types].xml" in head or b"_rels/" in head:
        for folder, found in OFFICE:
            if folder in head:
                return found
    if head[30:38] == b"mimetype":
        for kind in ("text", "spreadsheet", "presentation"):
            if f"opendocument.{kind}".encode() in head[:120]:
                return f"application/vnd.oasis.opendocument.{kind}"
    return "application/zip"


def _text(head: bytes) -> str:
    if not head:
        return "text/plain"
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3 or len(head) < HEAD:
            return UNKNOWN
        text = head[: error.start].decode()
    if any(ord(char) < 32 and char not in "\t\n\r\f" for char in text):
        return UNKNOWN
    low = text.lstrip("\ufeff \t\r\n").lower()
    if "<svg" in low[:2000]:
        return "image/svg+xml"
    if low.startswith("<"):
        return "application/xml" if low.startswith("<?xml") else "text/html"
    return "text/plain"
