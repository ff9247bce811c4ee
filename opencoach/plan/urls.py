from django.urls import path

from opencoach.plan import doing_urls, views

app_name = "plan"
MINE = "p/<slug:practice>/plan/"
OF_CLIENT = "p/<slug:practice>/clients/<uuid:engagement>/plan/"
NEED = f"{MINE}needs/<uuid:thing>/"
WHEEL = f"{MINE}wheels/<uuid:thing>/"
GOAL = f"{MINE}goals/<uuid:thing>/"
STRATEGY = f"{MINE}strategies/<uuid:thing>/"
WEIGHING = f"{MINE}weighings/<uuid:thing>/"
urlpatterns = [
    path(MINE, views.mine, name="mine"),
    path(OF_CLIENT, views.plan, name="plan"),
    path(f"{OF_CLIENT}needs/", views.needs, name="needs"),
    path(f"{OF_CLIENT}needs/checklist/", views.checklist, name="checklist"),
    path(f"{OF_CLIENT}needs/order/", views.needs_order, name="needs_order"),
    path(f"{OF_CLIENT}wheel/", views.wheel, name="wheel"),
    path(f"{OF_CLIENT}goals/new/", views.goal_new, name="goal_new"),
    path(f"{OF_CLIENT}goals/templates/", views.patterns_for_plan, name="patterns_for_plan"),
    path(NEED, views.need, name="need"),
    path(f"{NEED}rating/", views.need_rating, name="need_rating"),
    path(f"{NEED}unrating/", views.need_unrating, name="need_unrating"),
    path(f"{NEED}moving/", views.need_moving, name="need_moving"),
    path(f"{NEED}removal/", views.need_removal, name="need_removal"),
    path(f"{NEED}restoration/", views.need_restoration, name="need_restoration"),
    path(f"{NEED}wordings/<int:revision>/rereading/", views.need_rereading, name="need_rereading"),
    path(f"{WHEEL}removal/", views.wheel_removal, name="wheel_removal"),
    path(f"{WHEEL}restoration/", views.wheel_restoration, name="wheel_restoration"),
    path(GOAL, views.goal, name="goal"),
    path(f"{GOAL}change/", views.goal_change, name="goal_change"),
    path(f"{GOAL}levels/", views.goal_levels, name="goal_levels"),
    path(f"{GOAL}rating/", views.goal_rating, name="goal_rating"),
    path(f"{GOAL}will/", views.goal_will, name="goal_will"),
    path(f"{GOAL}status/", views.goal_status, name="goal_status"),
    path(f"{GOAL}sharing/", views.goal_sharing, name="goal_sharing"),
    path(f"{GOAL}sharing/<int:at>/undoing/", views.goal_unsharing, name="goal_unsharing"),
    path(f"{GOAL}history/", views.goal_history, name="goal_history"),
    path(f"{GOAL}moving/", views.goal_moving, name="goal_moving"),
    path(f"{GOAL}removal/", views.goal_removal, name="goal_removal"),
    path(f"{GOAL}restoration/", views.goal_restoration, name="goal_restoration"),
    path(f"{GOAL}wordings/<int:revision>/rereading/", views.goal_rereading, name="goal_rereading"),
    path(f"{GOAL}strategies/new/", views.strategy_new, name="strategy_new"),
    path(f"{GOAL}template/", views.pattern_from_goal, name="pattern_from_goal"),
    path(f"{GOAL}weighings/new/", views.weighing_new, name="weighing_new"),
    path(f"{MINE}ratings/<uuid:thing>/undoing/", views.rating_undoing, name="rating_undoing"),
    path(f"{MINE}ratings/<uuid:thing>/redoing/", views.rating_redoing, name="rating_redoing"),
    path(f"{MINE}steps/<uuid:thing>/undoing/", views.step_undoing, name="step_undoing"),
    path(f"{MINE}rulers/<uuid:thing>/undoing/", views.will_undoing, name="will_undoing"),
    path(STRATEGY, views.strategy, name="strategy"),
    path(f"{STRATEGY}choosing/", views.strategy_choosing, name="strategy_choosing"),
    path(f"{STRATEGY}leaving/", views.strategy_leaving, name="strategy_leaving"),
    path(f"{STRATEGY}review/", views.strategy_review, name="strategy_review"),
    path(f"{MINE}reviews/<uuid:thing>/undoing/", views.review_undoing, name="review_undoing"),
    path(f"{STRATEGY}removal/", views.strategy_removal, name="strategy_removal"),
    path(f"{STRATEGY}restoration/", views.strategy_restoration, name="strategy_restoration"),
    path(f"{STRATEGY}wordings/<int:revision>/rereading/", views.strategy_rereading, name="strategy_rereading"),
    path(WEIGHING, views.weighing, name="weighing"),
    path(f"{WEIGHING}removal/", views.weighing_removal, name="weighing_removal"),
    path(f"{WEIGHING}restoration/", views.weighing_restoration, name="weighing_restoration"),
    path(f"{WEIGHING}wordings/<int:revision>/rereading/", views.weighing_rereading, name="weighing_rereading"),
    *doing_urls.urlpatterns,
]
