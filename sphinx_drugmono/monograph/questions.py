"""Questions and answers in a section of FAQs, in the many shapes writers give them.

The blocks of the section come back with each pair as one block of kind ``question``: its
``inline`` is the question as written (with ``Q:``, if there is one), its ``children`` are the
answer (with ``A:``). Whatever is neither stays where it stands. The number of a question in a
numbered list becomes text in front of it; ``level`` is 1 if there is such a number.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_drugmono.monograph.languages.marks import QUESTION_MARKS, Marks, marks_of
from sphinx_drugmono.monograph.markdown import (
    Block,
    as_markdown,
    cut_inline,
    plain,
    split_inline,
)
from sphinx_drugmono.monograph.model import Question
from sphinx_drugmono.monograph.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

_QUESTION_END = re.compile(r"\?[\"'”’)]*(?=\s|\*|$)|[？؟][\"'”’」)）]*")
_FAQ_WORDS = re.compile(r"\b(?:faqs?|questions?)\b|[:]", re.IGNORECASE)


def split_question(inline: Sequence[Token], marks: Marks, *, item: bool = False) -> int:
    """How many characters at the start of a text are a question; 0 if it does not ask one.

    The first sentence of a list ``item`` may be a question without any mark or emphasis.
    """
    text = plain(inline)
    if QUESTION_MARKS[0] not in text and not (
        marks.asks.match(text) or any(mark in text for mark in QUESTION_MARKS[1:])
    ):
        return 0
    index = 0
    while index < len(inline) and not inline[index].nesting and not inline[index].content.strip():
        index += 1
    if index == len(inline):
        return 0
    marker = marks.asks.match(text)
    if inline[index].nesting == 1 and inline[index].type in ("strong_open", "em_open"):
        depth, end = 0, index
        for end in range(index, len(inline)):
            depth += inline[end].nesting
            if depth == 0:
                break
        length = len(plain(inline[: end + 1]))
        emphasised = text[:length].strip()
        if marker and marker.end() >= length:
            return _up_to_question_mark(text, marker.end(), marks)
        if marks.asks.match(emphasised) or emphasised.endswith(QUESTION_MARKS):
            ends = [match.end() for match in _QUESTION_END.finditer(text, 0, length)]
            answer = marks.answers_behind.search(text[:length])
            if answer:
                return answer.start() + 1
            return max(ends[-1], length) if ends else length
        if text[length : length + 2].strip().startswith("?"):
            return text.index("?", length) + 1
        return 0
    if marker:
        return _up_to_question_mark(text, marker.end(), marks)
    first_line = plain(inline[: next(
        (i for i, t in enumerate(inline) if t.type in ("softbreak", "hardbreak")), len(inline)
    )])  # fmt: skip
    if marks.interrogative.match(first_line.lstrip()):
        if first_line.rstrip().endswith(QUESTION_MARKS):
            return len(first_line)
        mark = _QUESTION_END.search(first_line)
        if item and mark and not re.search(r"[.!]\s", first_line[: mark.start()]):
            return mark.end()
    return 0


def _up_to_question_mark(text: str, start: int, marks: Marks) -> int:
    match = _QUESTION_END.search(text, start)
    if match:
        return match.end()
    answer = marks.answers_within.search(text[start:])
    return start + answer.start() if answer else len(text)


def _is_answer(block: Block, marks: Marks) -> bool:
    return block.kind == "paragraph" and bool(marks.answers.match(plain(block.inline)))


class _Reader:
    """Goes through the blocks of one section once, collecting questions."""

    def __init__(self, names: Set[str], marks: Marks) -> None:
        self.names = names
        self.marks = marks
        self.blocks: list[Block] = []
        self.answers: dict[int, list[Block]] = {}
        """The answer of each question, by the place of the question in ``blocks``."""
        self.components: dict[int, str | None] = {}
        self.component: str | None = None

    def open_answer(self) -> list[Block] | None:
        """The answer of the question that is still open to further blocks."""
        return self.answers.get(len(self.blocks) - 1)

    def ask(
        self, block: Block, inline: Sequence[Token], length: int, number: Sequence[Token] = ()
    ) -> None:
        question, answer = split_inline(inline, length)
        self.components[len(self.blocks)] = self.component
        answers = self.answers[len(self.blocks)] = []
        self.blocks.append(
            Block("question", block.line, block.end, (*number, *question), level=len(number))
        )
        if answer:
            # A line break where they are split is in neither of them.
            line = block.line + max(0, _breaks(inline) - _breaks(answer))
            answers.append(Block("paragraph", line, block.end, answer))

    def answer(self, *blocks: Block) -> None:
        """Add blocks to the last question's answer; without a question they stand alone."""
        answers = self.open_answer()
        (self.blocks if answers is None else answers).extend(blocks)

    def paragraph(self, block: Block) -> None:
        run = _run_of_questions(block.inline)
        if run:
            *pieces, rest = cut_inline(block.inline, [size for pair in run for size in pair])
            for skipped, question in zip(pieces[::2], pieces[1::2], strict=True):
                if skipped:
                    self.answer(replace(block, inline=skipped))
                self.ask(block, question, len(plain(question)))
            if rest:
                self.answer(replace(block, inline=rest))
            return
        length = split_question(block.inline, self.marks)
        answers = self.open_answer()
        if length:
            self.ask(block, block.inline, length)
        elif answers is not None and (not answers or _is_answer(block, self.marks)):
            if not answers and self._names_component(block):
                self.blocks.append(block)
            else:
                self.answer(block)
        else:
            self._names_component(block)
            self.blocks.append(block)

    def _names_component(self, block: Block) -> bool:
        """``**Astaxanthin FAQs:**`` alone on its line begins the questions of a component."""
        text = plain(block.inline).rstrip()
        if not text or (block.inline[-1].nesting != -1 and not text.endswith((":", "："))):
            return False
        name = _FAQ_WORDS.sub(" ", text).strip()
        if fold_name(name) in self.names:
            self.component = name
            return True
        return False

    def listing(self, block: Block) -> None:
        asks = [
            split_question(item.children[0].inline, self.marks, item=True)
            if item.children and item.children[0].kind == "paragraph"
            else 0
            for item in block.children
        ]
        if not any(asks):
            answers = self.open_answer()
            nested = [
                item
                for item in block.children
                if item.children and _nested_questions(item, self.marks)
            ]
            if nested:
                for item in block.children:
                    self.read(_with_number(item))
            elif answers is not None and (not answers or block.line <= answers[-1].end + 1):
                self.answer(block)
            else:
                self.blocks.append(block)
            return
        for item, length in zip(block.children, asks, strict=True):
            answers = self.open_answer()
            if length:
                self.ask(item.children[0], item.children[0].inline, length, _number(item))
                rest = _answers_in(item.children[1:], self.marks)
                if rest:
                    self.answer(*rest)
            elif (
                answers is not None
                and item.children
                and (not answers or _is_answer(item.children[0], self.marks))
            ):
                self.answer(*_with_number(item))
            else:
                self.blocks.append(replace(block, children=(item,), line=item.line, end=item.end))

    def read(self, blocks: Sequence[Block]) -> None:
        index = 0
        while index < len(blocks):
            block = blocks[index]
            index += 1
            if block.kind == "heading" and plain(block.inline).rstrip(" :").endswith(
                QUESTION_MARKS
            ):
                self.ask(block, block.inline, len(plain(block.inline)))
                while index < len(blocks) and blocks[index].kind != "heading":
                    self.answer(blocks[index])
                    index += 1
            elif block.kind == "paragraph":
                self.paragraph(block)
            elif block.kind in ("bullet_list", "ordered_list"):
                self.listing(block)
            elif self.open_answer() is not None and block.kind not in ("heading", "rule"):
                self.answer(block)
            else:
                self.blocks.append(block)

    def joined(self) -> tuple[list[Block], list[str | None]]:
        """The blocks with their answers in them, and the components of the questions.

        Paragraphs between two questions belong to the first one's answer.
        """
        joined: list[Block] = []
        components: list[str | None] = []
        answers: list[Block] | None = None
        last = max(self.answers, default=-1)
        for index, block in enumerate(self.blocks):
            if block.kind == "question":
                _close(joined, answers)
                answers = self.answers[index]
                components.append(self.components[index])
            elif (
                index < last
                and answers is not None
                and block.kind not in ("heading", "rule")
                and not plain(block.inline).rstrip().endswith((":", "："))
            ):
                answers.append(block)
                continue
            else:
                _close(joined, answers)
                answers = None
            joined.append(block)
        _close(joined, answers)
        return joined, components


def _close(blocks: list[Block], answers: list[Block] | None) -> None:
    """Put its answer into the question that stands last."""
    if answers:
        end = max(blocks[-1].end, *(answer.end for answer in answers))
        asked = blocks[-1]
        blocks[-1] = Block(
            "question", asked.line, end, asked.inline, tuple(answers), asked.level, asked.text
        )


def _question_text(inline: Sequence[Token], marks: Marks) -> str:
    """The question without its ``Q:`` and without the emphasis that is around all of it."""
    tokens = [token for token in inline if token.nesting or token.type != "text" or token.content]
    depth = 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth <= 0:
            if index and index == len(tokens) - 1:
                tokens = tokens[1:-1]
            break
    return marks.asks_marked.sub("", " ".join(as_markdown(tokens).split()), count=1)


def _run_of_questions(inline: Sequence[Token]) -> list[tuple[int, int]]:
    """Two or more emphasised questions within one paragraph.

    Returns for each the characters before it (counted from the end of the one before) and its
    own length.
    """
    found: list[tuple[int, int]] = []
    written = plain(inline)
    position = previous = 0
    start: int | None = None
    for token in inline:
        if token.type in ("em_open", "strong_open") and start is None:
            start = position
        elif token.type in ("em_close", "strong_close") and start is not None:
            if written[start:position].rstrip().endswith(QUESTION_MARKS):
                found.append((start - previous, position - start))
                previous = position
            start = None
        else:
            position += len(plain((token,)))
    return found if len(found) > 1 else []


def _breaks(inline: Sequence[Token]) -> int:
    return sum(1 for token in inline if token.type in ("softbreak", "hardbreak"))


def _number(item: Block) -> tuple[Token, ...]:
    """The number of an item in an ordered list, as text."""
    return (Token("text", "", 0, content=f"{item.level}. "),) if item.level else ()


def _with_number(item: Block) -> Sequence[Block]:
    """The blocks of an item that leaves its list, with its number in front."""
    number = _number(item)
    if not number:
        return item.children
    if item.children and item.children[0].kind == "paragraph":
        first = item.children[0]
        return replace(first, inline=(*number, *first.inline)), *item.children[1:]
    return Block("paragraph", item.line, item.end, number), *item.children


def _nested_questions(item: Block, marks: Marks) -> bool:
    return any(
        child.kind in ("bullet_list", "ordered_list")
        and any(
            entry.children
            and entry.children[0].kind == "paragraph"
            and split_question(entry.children[0].inline, marks)
            for entry in child.children
        )
        for child in item.children
    )


def _answers_in(blocks: Sequence[Block], marks: Marks) -> list[Block]:
    """The answer blocks of a list item; a nested list of one ``A:`` item is the answer itself."""
    answers: list[Block] = []
    for block in blocks:
        if (
            block.kind == "bullet_list"
            and len(block.children) == 1
            and block.children[0].children
            and _is_answer(block.children[0].children[0], marks)
        ):
            answers.extend(block.children[0].children)
        else:
            answers.append(block)
    return answers


def read_questions(
    blocks: Sequence[Block],
    lines: Sequence[str],
    first_line: int,
    names: Set[str] = frozenset(),
    language: str = "en",
) -> tuple[tuple[Block, ...], list[Question]]:
    """Find the question/answer pairs of a section.

    ``lines`` are the lines of the text, ``first_line`` the line number of the first of them,
    ``names`` the folded names of the page's components, ``language`` the code of the language.
    Returns the blocks with the pairs as ``question`` blocks, and the pairs.
    """
    marks = marks_of(language)
    reader = _Reader(names, marks)
    reader.read(blocks)
    joined, components = reader.joined()
    questions = []
    for block, component in zip(
        (block for block in joined if block.kind == "question"), components, strict=True
    ):
        asked = _question_text(block.inline[block.level :], marks)
        parts = [
            as_markdown(child.inline)
            if child.kind == "paragraph"
            else "\n".join(lines[child.line - first_line : child.end - first_line]).rstrip()
            for child in block.children
        ]
        answer = marks.answers.sub("", "\n\n".join(parts), count=1) if parts else ""
        if parts and not marks.answers.match("\n\n".join(parts)):
            answer = "\n\n".join(parts)
        questions.append(Question(asked, answer.strip(), component, block.line))
    return tuple(joined), questions
