"""Pieces of drug pages, sane and hostile, from which tests make pages."""

from __future__ import annotations

FRAGMENTS: tuple[str, ...] = (
    # lines and spaces
    "\n", "\n\n", "\n\n\n", " ", "  \n", "    ", "\t", "\r\n", "\r", "\\\n", "   ", "\n  ",
    # headings of sections, as pages write them
    "# Warfarin\n", "# Naproxen + Esomeprazole\n", "## ", "### ", "#### ", "###### ", "#",
    "### Generic Name\n", "### Usage\n", "### Dosage:\n", "### Side Effects\n", "### FAQs\n",
    "### How it Works\n", "### Precautions (Combined Use)\n", "### Naproxen: Usage\n",
    "### Usage (Esomeprazole)\n", "### Brand Names\n", "### Generic Name: Warfarin\n",
    "### Storage and Handling\n", "### Is it safe?\n", "### Usage, Dosage, Side Effects\n",
    "### Something Else\n", "### \n", "Usage\n---\n", "Side Effects\n===\n",
    # labels
    "**Usage:** ", "**Side Effects:**\n", "**Dosage** (adults): ", "* **Usage:** ",
    "* **Side Effects:** ", "**FAQs:**\n", "Usage: ", "Side Effects: ", "**Naproxen:**\n\n",
    "**Component 2: Esomeprazole**\n\n", "* **Naproxen:**\n", "    * **Usage:** ",
    # questions
    "**Q: Is it safe?** A: Yes.", "* **Q: How long?** A: ", "**Q: Why?**\nA: so\n",
    "**Q: Why?**\n\nA: so\n", "    * **A:** no\n", "*A: no", "* **Can I drive?** No. ",
    "*Is it new?* Yes. ", "Q1. ", "A: ", "1. Q: When? A: Now.\n", "?", "? ",
    # remarks
    "**Disclaimer:** This is no medical advice.\n\n", "*Disclaimer: ask a doctor*\n",
    "**Note:** This information is AI-generated or crowd-sourced.\n", "**Note:** ",
    "**Important Note:** ", "### Disclaimer\n", "* **Disclaimer:** ",
    "This information is for educational purposes only and is not medical advice.\n",
    # side effects
    "* Nausea\n", "* **Common:** headache, dizziness (1-10%)\n", "* Rash (<1%)\n",
    "**Serious:** liver failure, ", "no rash",
    "| Effect | How often |\n|---|---|\n| rash | 5% |\n",
    # signs a drug page needs
    "<1%", ">10%", ">= 5 mg", "≥ 5 mg", "½", "--", "–", "HLA-B*5701 or HLA-B*1502",
    "5-HT<sub>1B",
    "</sub>", "µg", "[IV]", "{details}", "* >5 cm\n", "5 * 3", "2-5", "+ 5 mg", "- 5 mg", "%", "±",
    "α-", "β", "’", "“", "&gt;", "&", "&amp;", "&#1;", "²", "₂", "é", "°", "№",
    "ワルファリン", "ן",
    # markup
    "*", "**", "***", "_", "__", "`", "``", "```\n", "~~~\n", "[", "]", "(", ")", "](", "![",
    "[a](http://example.org/a \"t\")", "![alt](b.png)", "<http://example.org/>", "[x]: http://b\n",
    "<", ">", "</", "/>", "<b>", "</b>", "<br>", "<i/>", "<script>", "<!--", "-->", "|", "||",
    "|-|\n", "> ", ">\n", "* ", "- ", "+ ", "1. ", "3. ", "7) ", "---\n", "***\n", "* * *\n",
    "\\", "\\*", ":", "::", ":::{note}\n", "{{ x }}", "{% x %}", "$x$", "%", ".. raw:: html\n",
    "```{include} a\n", "{raw}`x`", "^", "~", "@", ";", ",", ".", "!", "=", "===\n", "\"", "'",
    # characters that are no text
    "\0", "\x07", "\x0b", "\x0c", "\x1c", "\x7f", "\x85", "\u2028", "\ufeff", "\u202e", "\u200b",
    "\ud800", "\udfff", "\ufffe", "\U0001f48a", "\xa0",
    # words
    "Warfarin", "Naproxen", "Esomeprazole", "take", "daily", "the", "dose", "5 mg", "with food",
    "not", "A", "Q", "a", "b", "1", "0", "12", "is", "see", "note",
    # front matter
    "---\ntitle: Warfarin\n---\n", "---\ntitle: \"a: b\"\n", "title: x\n", "...\n",
    "- a: &x [*x]\n",
)  # fmt: skip
"""Whole lines and parts of lines; joined in any order they make pages of any quality."""


def from_bytes(data: bytes) -> str:
    """A page from bytes: an even first byte picks fragments, an odd one is followed by text."""
    if not data:
        return ""
    if data[0] % 2:
        return data[1:].decode("utf-8", "replace")
    return "".join(FRAGMENTS[byte % len(FRAGMENTS)] for byte in data[1:])
