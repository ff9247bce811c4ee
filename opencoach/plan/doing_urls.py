"""The pages of what is done: actions, habits, measures, check-ins, encouragement."""

from django.urls import URLPattern, path

from opencoach.plan.views import (
    checkins,
    encouragement,
    habits,
    histories,
    measures,
    sponsored,
    supporters,
    todos,
    value_tables,
)

MINE = "p/<slug:practice>/plan/"
OF_CLIENT = "p/<slug:practice>/clients/<uuid:engagement>/"
ACTION = f"{MINE}actions/<uuid:thing>/"
MEASURE = f"{MINE}measures/<uuid:thing>/"
VALUE = f"{MINE}values/<uuid:thing>/"
GOAL = f"{MINE}goals/<uuid:thing>/"
SUPPORTER = f"{MINE}supporters/<uuid:thing>/"
HABIT = f"{MINE}habits/<uuid:thing>/"
WORD = f"{MINE}encouragement/<uuid:thing>/"
RHYTHM = f"{MINE}check-ins/<uuid:thing>/"
urlpatterns: list[URLPattern] = [
    path(f"{OF_CLIENT}actions/", todos.actions, name="actions"),
    path(f"{OF_CLIENT}actions/new/", todos.action_new, name="action_new"),
    path(ACTION, todos.action, name="action"),
    path(f"{ACTION}tick/", todos.action_tick, name="action_tick"),
    path(f"{ACTION}unticking/", todos.action_untick, name="action_untick"),
    path(f"{ACTION}snoozing/", todos.action_snoozing, name="action_snoozing"),
    path(f"{ACTION}carrying/", todos.action_carrying, name="action_carrying"),
    path(f"{ACTION}carrying-back/", todos.action_carrying_back, name="action_carrying_back"),
    path(f"{ACTION}dropping/", todos.action_dropping, name="action_dropping"),
    path(f"{ACTION}taking-up/", todos.action_taking_up, name="action_taking_up"),
    path(f"{ACTION}history/", histories.action_history, name="action_history"),
    path(f"{ACTION}wordings/<int:revision>/rereading/", histories.action_rereading, name="action_rereading"),
    path(f"{ACTION}removal/", todos.action_removal, name="action_removal"),
    path(f"{ACTION}restoration/", todos.action_restoration, name="action_restoration"),
    path(f"{OF_CLIENT}habits/new/", habits.habit_new, name="habit_new"),
    path(HABIT, habits.habit, name="habit"),
    path(f"{HABIT}change/", habits.habit_change, name="habit_change"),
    path(f"{HABIT}day/", habits.habit_day, name="habit_day"),
    path(f"{HABIT}ending/", habits.habit_ending, name="habit_ending"),
    path(f"{HABIT}taking-up/", habits.habit_taking_up, name="habit_taking_up"),
    path(f"{HABIT}history/", histories.habit_history, name="habit_history"),
    path(f"{HABIT}wordings/<int:revision>/rereading/", histories.habit_rereading, name="habit_rereading"),
    path(f"{HABIT}removal/", habits.habit_removal, name="habit_removal"),
    path(f"{HABIT}restoration/", habits.habit_restoration, name="habit_restoration"),
    path(f"{OF_CLIENT}measures/", measures.measures, name="measures"),
    path(f"{OF_CLIENT}measures/new/", measures.measure_new, name="measure_new"),
    path(f"{OF_CLIENT}measures/together/", measures.measures_together, name="measures_together"),
    path(MEASURE, measures.measure, name="measure"),
    path(f"{MEASURE}change/", measures.measure_change, name="measure_change"),
    path(f"{MEASURE}import/", value_tables.measure_import, name="measure_import"),
    path(f"{MINE}measures/sample.csv", value_tables.values_sample, name="values_sample"),
    path(f"{MEASURE}history/", histories.measure_history, name="measure_history"),
    path(f"{MEASURE}wordings/<int:revision>/rereading/", histories.measure_rereading, name="measure_rereading"),
    path(f"{MEASURE}removal/", measures.measure_removal, name="measure_removal"),
    path(f"{MEASURE}restoration/", measures.measure_restoration, name="measure_restoration"),
    path(f"{VALUE}removal/", measures.value_removal, name="value_removal"),
    path(f"{VALUE}restoration/", measures.value_restoration, name="value_restoration"),
    path(f"{OF_CLIENT}check-ins/", checkins.checkins, name="checkins"),
    path(f"{OF_CLIENT}check-ins/new/", checkins.rhythm_new, name="rhythm_new"),
    path(RHYTHM, checkins.rhythm_change, name="rhythm_change"),
    path(f"{RHYTHM}ending/", checkins.rhythm_ending, name="rhythm_ending"),
    path(f"{RHYTHM}wordings/<int:revision>/rereading/", histories.rhythm_rereading, name="rhythm_rereading"),
    path(f"{RHYTHM}taking-up/", checkins.rhythm_again, name="rhythm_again"),
    path(f"{RHYTHM}on/<str:day>/", checkins.checkin, name="checkin"),
    path(f"{MINE}checked-in/<uuid:thing>/looking/", checkins.checkin_looking, name="checkin_looking"),
    path(f"{OF_CLIENT}encouragement/", encouragement.encouragement, name="encouragement"),
    path(f"{MINE}encouragement/tone/", encouragement.tone, name="encouragement_tone"),
    path(f"{WORD}thanks/", encouragement.word_thanks, name="word_thanks"),
    path(f"{WORD}removal/", encouragement.word_removal, name="word_removal"),
    path(f"{WORD}restoration/", encouragement.word_restoration, name="word_restoration"),
    path("p/<slug:practice>/shared-goals/", sponsored.shared_goals, name="shared_goals"),
    path(f"{GOAL}supporters/", supporters.goal_supporters, name="goal_supporters"),
    path(f"{GOAL}pulse/", supporters.goal_pulse, name="goal_pulse"),
    path(f"{SUPPORTER}ending/", supporters.supporter_ending, name="supporter_ending"),
    path(f"{SUPPORTER}return/", supporters.supporter_return, name="supporter_return"),
]
