"""The words of a mail as blocks: `{% load mail %}`.

    {% subject %}…{% endsubject %}            one line
    {% preheader %}…{% endpreheader %}        what the list of mails shows beside the subject
    {% heading %}…{% endheading %}  {% para %}…{% endpara %}  {% small %}…{% endsmall %}
    {% button url %}…{% endbutton %}  {% link url %}…{% endlink %}  {% code %}…{% endcode %}
    {% quote who %}…{% endquote %}  {% encouragement who %}…{% endencouragement %}
    {% fact name %}…{% endfact %}  {% divider %}  {% rich html text %}
    {% why %}…{% endwhy %}                    in the foot: why this person gets this mail

Everything between is plain text (nothing is escaped twice); line breaks and runs of space count as one space, except in
quotes. The template itself draws nothing: `words.compose` collects the blocks and draws HTML and text from them.
"""

import re
from collections.abc import Callable
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context

from opencoach.outbox import blocks

register = template.Library()
KEY = "mail"
SPACE = re.compile(r"\s+")
Make = Callable[..., blocks.Block]


class Collected:
    """What a mail's template has said so far."""

    def __init__(self) -> None:
        self.subject = ""
        self.preheader = ""
        self.why = ""
        self.blocks: list[blocks.Block] = []

    def add(self, block: blocks.Block) -> None:
        self.blocks.append(block)


class BlockNode(Node):
    """Renders what stands inside as plain text and puts it down under its name."""

    def __init__(self, name: str, inside: NodeList, argument: FilterExpression | None) -> None:
        self.name, self.inside, self.argument = name, inside, argument

    def render(self, context: Context) -> str:
        collected: Collected = context[KEY]
        text = self.plain(context)
        value = str(self.argument.resolve(context) or "") if self.argument else ""
        if self.name in {"subject", "preheader", "why"}:
            setattr(collected, self.name, text)
        elif text:
            collected.add(MAKE[self.name](text, value))
        return ""

    def plain(self, context: Context) -> str:
        escaping, context.autoescape = context.autoescape, False
        try:
            text = str(self.inside.render(context)).strip()
        finally:
            context.autoescape = escaping
        return text if self.name in {"quote", "encouragement"} else SPACE.sub(" ", text)


MAKE: dict[str, Make] = {
    "heading": lambda text, _: blocks.Heading(text),
    "para": lambda text, _: blocks.Para(text),
    "small": lambda text, _: blocks.Small(text),
    "code": lambda text, _: blocks.Code(text),
    "button": blocks.Button,
    "link": blocks.Link,
    "quote": blocks.Quote,
    "encouragement": blocks.Encouragement,
    "fact": lambda text, name: blocks.Fact(name, text),
}


def _block(parser: Parser, token: Token) -> Node:
    name, *arguments = token.split_contents()
    if len(arguments) > 1:
        raise template.TemplateSyntaxError(f"{{% {name} %}} takes one argument at most")
    inside = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return BlockNode(name, inside, parser.compile_filter(arguments[0]) if arguments else None)


for _name in (*MAKE, "subject", "preheader", "why"):
    register.tag(_name, _block)


@register.simple_tag(takes_context=True)
def divider(context: Context) -> str:
    context[KEY].add(blocks.Divider())
    return ""


@register.simple_tag(takes_context=True)
def rich(context: Context, html: Any, text: Any) -> str:
    """`html` must have been sanitised."""
    context[KEY].add(blocks.Rich(str(html), str(text)))
    return ""
