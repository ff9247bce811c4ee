from opencoach.library.models.file import MaterialFile
from opencoach.library.models.mailing import Mailing, MailingPart
from opencoach.library.models.material import Collection, CollectionItem, Material, MaterialTag, Version
from opencoach.library.models.sending import Sending, Share
from opencoach.library.models.template import MessageTemplate

__all__ = [
    "Collection",
    "CollectionItem",
    "Mailing",
    "MailingPart",
    "Material",
    "MaterialFile",
    "MaterialTag",
    "MessageTemplate",
    "Sending",
    "Share",
    "Version",
]
