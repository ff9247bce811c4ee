from tests.access.matrix import INSIDERS, Row, nothing, on_ana, on_nobody

MEMBERS = f"{INSIDERS} astrid oskar"
OUTSIDE = "bea clients_assistant supporter rater stranger"

ROWS = [
    Row("dashboard:home", get={302: MEMBERS, 200: OUTSIDE}, args=nothing),
    Row("dashboard:today", get={200: INSIDERS}),
    Row("dashboard:overview", get={200: "miriam priya"}, args=on_ana),
    Row("dashboard:overview", get={}, args=on_nobody, label="nobody"),
    Row("dashboard:palette", get={200: INSIDERS}),
]
