"""The files of materials, given to those who may have them."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from opencoach.lib import sniff
from opencoach.lib.sealing import Unreadable
from opencoach.lib.sendfile import Source, send_file
from opencoach.library import access, pieces
from opencoach.library.models import MaterialFile, Version
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice

Role = Membership.Role
COACHES = Membership.COACHES
READING = (Role.OWNER, Role.COACH, Role.CLIENT)


@require_safe
@in_practice(*COACHES)
def version_file(request: PracticeRequest, material: uuid.UUID, number: int) -> HttpResponseBase:
    """The file of one version, for a coach."""
    return give_file(request, _of_practice(request, _version(request, material, number)))


@require_safe
@in_practice(*COACHES)
def version_thumbnail(request: PracticeRequest, material: uuid.UUID, number: int) -> HttpResponseBase:
    return give_thumbnail(request, _of_practice(request, _version(request, material, number)))


@require_safe
@in_practice(*READING)
def share_file(request: PracticeRequest, share: uuid.UUID) -> HttpResponseBase:
    """The file that a client was sent."""
    return give_file(request, _of_practice(request, access.get_share(request.membership, share).version))


@require_safe
@in_practice(*READING)
def share_thumbnail(request: PracticeRequest, share: uuid.UUID) -> HttpResponseBase:
    return give_thumbnail(request, _of_practice(request, access.get_share(request.membership, share).version))


@require_safe
@in_practice(*COACHES)
def version_captions(request: PracticeRequest, material: uuid.UUID, number: int) -> HttpResponse:
    """The captions of one version, for a coach."""
    return give_captions(_version(request, material, number))


@require_safe
@in_practice(*READING)
def share_captions(request: PracticeRequest, share: uuid.UUID) -> HttpResponse:
    """The captions of what a client was sent."""
    return give_captions(access.get_share(request.membership, share).version)


def give_captions(version: Version) -> HttpResponse:
    """As the browser shows them in the film; Http404 for none."""
    if not version.captions:
        raise Http404
    return HttpResponse(version.captions, content_type="text/vtt; charset=utf-8")


def _version(request: PracticeRequest, material: uuid.UUID, number: int) -> Version:
    return access.get_version(access.get_material(request.membership, material), number)


def _of_practice(request: PracticeRequest, version: Version) -> Version:
    """The version, whose file knows its practice: no member reads another's."""
    if version.file is not None:
        version.file.practice = request.membership.practice
    return version


def give_file(request: HttpRequest, version: Version) -> HttpResponseBase:
    """The file of a version that comes with its practice. What could act in a browser is only ever saved; so is
    everything with `?save`."""
    file = _of(version)
    shown = sniff.is_shown(file.media_type) and "save" not in request.GET
    media_type = file.media_type if shown else sniff.UNKNOWN
    return _send(request, pieces.Whole(file), file.name, media_type, str(file.public_id), shown=shown)


def give_thumbnail(request: HttpRequest, version: Version) -> HttpResponseBase:
    """Its small picture."""
    file = _of(version)
    if file.thumbnail_state != "ready":
        raise Http404
    small = pieces.piece(file, "thumbnail")
    return _send(request, small, f"{file.name}.webp", "image/webp", f"{file.public_id}-thumbnail", shown=True)


def _of(version: Version) -> MaterialFile:
    if version.file is None:
        raise Http404
    return version.file


def _send(
    request: HttpRequest, source: Source, name: str, media_type: str, etag: str, *, shown: bool
) -> HttpResponseBase:
    try:
        return send_file(request, source, name=name, media_type=media_type, etag=etag, shown=shown)
    except (FileNotFoundError, Unreadable):
        return HttpResponse(status=410)
