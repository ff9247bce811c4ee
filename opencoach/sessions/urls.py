from django.urls import path

from opencoach.sessions import views
from opencoach.sessions.views import following, followup, linked_proposals, packet_rules, packets, rating, steps

app_name = "sessions"
ONE = "p/<slug:practice>/sessions/<uuid:session>/"
IMPORT = "p/<slug:practice>/sessions/import/"
OF_CLIENT = "p/<slug:practice>/clients/<uuid:engagement>/sessions/"
LINKED = "session/<str:token>/"
PROPOSAL = f"{LINKED}proposals/<uuid:member>/"
TYPES = "p/<slug:practice>/settings/session-types/"
TYPE = f"{TYPES}<uuid:session_type>/"
PACKET = f"{ONE}packets/<uuid:rule>/"
RULE = "p/<slug:practice>/sessions/packets/<uuid:rule>/"
urlpatterns = [
    path("p/<slug:practice>/sessions/", views.sessions, name="sessions"),
    path(IMPORT, views.import_sessions, name="import"),
    path(f"{IMPORT}sample/", views.import_sample, name="import_sample"),
    path(ONE, views.session, name="session"),
    path(f"{ONE}cancellation/", views.cancellation, name="cancellation"),
    path(f"{ONE}reinstatement/", views.reinstatement, name="reinstatement"),
    path(f"{ONE}confirmation/", views.confirmation, name="confirmation"),
    path(f"{ONE}declining/", views.declining, name="declining"),
    path(f"{ONE}proposals/<uuid:member>/acceptance/", steps.proposal_acceptance, name="proposal_acceptance"),
    path(f"{ONE}proposals/<uuid:member>/refusal/", steps.proposal_refusal, name="proposal_refusal"),
    path(f"{ONE}agenda/", views.agenda, name="agenda"),
    path(f"{ONE}holding/", views.holding, name="holding"),
    path(f"{ONE}follow-up/", followup.followup, name="followup"),
    path(f"{ONE}follow-up/actions/", following.followup_action_new, name="followup_action_new"),
    path(f"{ONE}follow-up/actions/<uuid:thing>/", following.followup_action, name="followup_action"),
    path(f"{ONE}follow-up/materials/", following.followup_materials, name="followup_materials"),
    path(f"{ONE}summary/history/", following.summary_history, name="summary_history"),
    path(f"{ONE}summary/history/<uuid:earlier>/", following.summary_rereading, name="summary_rereading"),
    path(f"{ONE}note/", followup.session_note, name="session_note"),
    path(f"{ONE}summary/", followup.session_summary, name="session_summary"),
    path(f"{ONE}rating/", rating.rating, name="rating"),
    path(f"{ONE}rating/seen/", rating.rating_seen, name="rating_seen"),
    path("rate/<str:token>/", rating.linked_rating, name="linked_rating"),
    path(PACKET, packets.packet, name="packet"),
    path(f"{PACKET}skipping/", packets.packet_skipping, name="packet_skipping"),
    path(f"{PACKET}taking-up/", packets.packet_taking_up, name="packet_taking_up"),
    path(f"{PACKET}reset/", packets.packet_reset, name="packet_reset"),
    path(f"{PACKET}dispatch/", packets.packet_dispatch, name="packet_dispatch"),
    path(f"{OF_CLIENT}packets/", packet_rules.engagement_packets, name="engagement_packets"),
    path(f"{OF_CLIENT}packets/<str:moment>/", packet_rules.engagement_packet_new, name="engagement_packet_new"),
    path(RULE, packet_rules.packet_rule, name="packet_rule"),
    path(f"{RULE}archiving/", packet_rules.packet_rule_archiving, name="packet_rule_archiving"),
    path(f"{RULE}restoring/", packet_rules.packet_rule_restoring, name="packet_rule_restoring"),
    path(OF_CLIENT, views.engagement_sessions, name="engagement_sessions"),
    path(f"{OF_CLIENT}past/", views.log, name="log"),
    path(LINKED, views.linked, name="linked"),
    path(f"{LINKED}cancellation/", views.linked_cancellation, name="linked_cancellation"),
    path(f"{LINKED}reinstatement/", views.linked_reinstatement, name="linked_reinstatement"),
    path(PROPOSAL, linked_proposals.proposal, name="linked_proposal"),
    path(f"{PROPOSAL}acceptance/", linked_proposals.acceptance, name="linked_proposal_acceptance"),
    path(f"{PROPOSAL}refusal/", linked_proposals.refusal, name="linked_proposal_refusal"),
    path(f"{LINKED}session.ics", views.linked_entry, name="linked_entry"),
    path(TYPES, views.session_types, name="session_types"),
    path(f"{TYPES}new/", views.session_type_new, name="session_type_new"),
    path(f"{TYPES}usual/", views.usual_types, name="usual_types"),
    path(TYPE, views.session_type, name="session_type"),
    path(f"{TYPE}packets/", packet_rules.type_packets, name="type_packets"),
    path(f"{TYPE}packets/<str:moment>/", packet_rules.type_packet_new, name="type_packet_new"),
    path(f"{TYPE}archiving/", views.session_type_archiving, name="session_type_archiving"),
    path(f"{TYPE}restoring/", views.session_type_restoring, name="session_type_restoring"),
]
