"""The demo's pages: where the demo is off, they don't exist for anybody. What they do in one: tests/demo."""

from tests.access.matrix import Row, nothing

ROWS = [
    Row("demo:enter", get={404: "anonymous"}, args=lambda cast: {"who": "miriam", "token": "none"}, open=True),
    Row("demo:mailbox", get={404: "anonymous"}, args=nothing, open=True),
    Row("demo:mail", get={404: "anonymous"}, args=lambda cast: {"mail": "one"}, open=True),
    Row("demo:letter", get={404: "anonymous"}, args=lambda cast: {"mail": "one"}, open=True),
]
