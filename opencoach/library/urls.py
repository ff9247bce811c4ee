from django.urls import path

from opencoach.library.views import collections, files, materials, mine, sending, templates, uploads

app_name = "library"
LIBRARY = "p/<slug:practice>/library/"
MATERIAL = f"{LIBRARY}materials/<uuid:material>/"
VERSION = f"{MATERIAL}versions/<int:number>/"
COLLECTION = f"{LIBRARY}collections/<uuid:collection>/"
TEMPLATE = f"{LIBRARY}templates/<uuid:template>/"
UPLOAD = f"{LIBRARY}uploads/<uuid:upload>/"
MINE = "p/<slug:practice>/materials/"
SHARE = f"{MINE}<uuid:share>/"
OF_CLIENT = "p/<slug:practice>/clients/<uuid:engagement>/materials/"
urlpatterns = [
    path(LIBRARY, materials.materials, name="materials"),
    path(f"{LIBRARY}new/<str:kind>/", materials.new, name="new"),
    path(f"{LIBRARY}upload/", uploads.upload, name="upload"),
    path(f"{LIBRARY}preview/", materials.preview, name="preview"),
    path(MATERIAL, materials.material, name="material"),
    path(f"{MATERIAL}change/", materials.change, name="change"),
    path(f"{MATERIAL}versions/", materials.versions, name="versions"),
    path(f"{VERSION}restoration/", materials.version_restoration, name="version_restoration"),
    path(f"{VERSION}file/", files.version_file, name="version_file"),
    path(f"{VERSION}thumbnail/", files.version_thumbnail, name="version_thumbnail"),
    path(f"{MATERIAL}archiving/", materials.archiving, name="archiving"),
    path(f"{MATERIAL}restoring/", materials.restoring, name="restoring"),
    path(f"{MATERIAL}copying/", materials.copying, name="copying"),
    path(f"{MATERIAL}recipient/", sending.recipient, name="recipient"),
    path(f"{MATERIAL}collecting/", collections.collecting, name="collecting"),
    path(f"{LIBRARY}collections/", collections.collections, name="collections"),
    path(COLLECTION, collections.collection, name="collection"),
    path(f"{COLLECTION}recipient/", sending.collection_recipient, name="collection_recipient"),
    path(f"{COLLECTION}places/", collections.places, name="places"),
    path(f"{COLLECTION}archiving/", collections.archiving, name="collection_archiving"),
    path(f"{COLLECTION}restoring/", collections.restoring, name="collection_restoring"),
    path(f"{LIBRARY}templates/", templates.templates, name="templates"),
    path(f"{LIBRARY}templates/new/", templates.new, name="template_new"),
    path(TEMPLATE, templates.template, name="template"),
    path(f"{TEMPLATE}archiving/", templates.archiving, name="template_archiving"),
    path(f"{TEMPLATE}restoring/", templates.restoring, name="template_restoring"),
    path(f"{LIBRARY}uploads/", uploads.uploads, name="uploads"),
    path(UPLOAD, uploads.standing, name="standing"),
    path(f"{UPLOAD}pieces/<int:number>/", uploads.piece, name="piece"),
    path(f"{UPLOAD}withdrawal/", uploads.withdrawal, name="upload_withdrawal"),
    path(OF_CLIENT, sending.sent, name="sent"),
    path(f"{OF_CLIENT}sending/", sending.send, name="sending"),
    path(f"{SHARE}withdrawal/", sending.withdrawal, name="withdrawal"),
    path(f"{SHARE}return/", sending.giving_back, name="giving_back"),
    path(MINE, mine.mine, name="mine"),
    path(SHARE, mine.share, name="share"),
    path(f"{SHARE}file/", files.share_file, name="share_file"),
    path(f"{SHARE}thumbnail/", files.share_thumbnail, name="share_thumbnail"),
    path(f"{SHARE}completion/", mine.completion, name="completion"),
    path(f"{SHARE}resumption/", mine.resumption, name="resumption"),
    path(f"{MINE}versions/<uuid:version>/", mine.version, name="version"),
]
