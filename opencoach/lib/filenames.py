"""The names that files keep."""

from django.utils.translation import gettext as _

from opencoach.lib.words import one_line

NO_PATH = str.maketrans({"/": "-", "\\": "-", ":": "-", '"': "'", "\x7f": ""})


def file_name(name: str) -> str:
    """The name that a file keeps: one line, no path, no direction marks; the end of a long one stays."""
    tidy = one_line(name).translate(NO_PATH).strip(" .") or _("File")
    if len(tidy) > 150:
        stem, dot, ending = tidy.rpartition(".")
        tidy = f"{stem[: 149 - len(ending)]}.{ending}" if dot and len(ending) < 12 else tidy[:150]
    return tidy
