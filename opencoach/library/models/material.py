from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.library.models.file import MaterialFile
from opencoach.people.models import Membership, Person, Practice


class Material(models.Model):
    """Something that a coach gives to clients: words, a file, a link, something to hear or see. In versions.

    Its maker's own until it is shared with the practice. `title` and `latest` are those of the newest version.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        FILE = "file", _("File")
        LINK = "link", _("Link")
        MEDIA = "media", _("Audio or video")

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="materials")
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    title = models.CharField(max_length=200)
    latest = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["practice"], condition=Q(archived_at=None), name="material_kept")]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """How a material reads from one change to the next. It is never changed: whoever was sent it keeps it.

    `body` is Markdown: the words of a text, what a file or a link is about, and for something to hear or see the same
    in words. `captions` are WebVTT (`captions`), for something to hear or see; without those or words it cannot be
    sent.
    """

    public_id = PublicIdField()
    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    captions = models.TextField(blank=True)
    url = models.CharField(max_length=2000, blank=True)
    file = models.ForeignKey(MaterialFile, null=True, blank=True, on_delete=models.PROTECT, related_name="versions")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["material", "number"], name="material_version")]

    def __str__(self) -> str:
        return self.title

    @property
    def in_words(self) -> bool:
        """Whether somebody who can't hear or see it can read it."""
        return bool(self.body.strip() or self.captions)


class MaterialTag(models.Model):
    """A word that a material is found by. `name` is as it was written; one material has each word once."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=40)  # the same in small letters

    class Meta:
        constraints = [models.UniqueConstraint(fields=["material", "key"], name="material_tag_once")]
        indexes = [models.Index(fields=["key"], name="material_tag_key")]

    def __str__(self) -> str:
        return self.name


class Collection(models.Model):
    """Materials that belong together, in an order."""

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="collections")
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="collections")
    title = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    shared_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class CollectionItem(models.Model):
    """A material's place in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "material"], name="collection_item_once")]
        ordering = ["position", "pk"]
