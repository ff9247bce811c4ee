from tests.access.matrix import EVERYBODY, Row, nothing

ALL = f"{EVERYBODY} anonymous"

ROWS = [
    Row("dashboard:manifest", get={200: ALL}, args=nothing, open=True),
    Row("dashboard:service_worker", get={200: ALL}, args=nothing, open=True),
    Row("dashboard:offline", get={200: ALL}, args=nothing, open=True),
    Row("dashboard:robots", get={200: ALL}, args=nothing, open=True),
    Row("dashboard:styleguide", get={}, args=nothing, open=True),
]
