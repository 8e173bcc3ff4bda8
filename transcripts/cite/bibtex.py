"""A citation as a BibTeX entry: @misc with the fields that biblatex has for the web."""

from __future__ import annotations

from transcripts.cite.names import Cited, note, speaker, title

_ESCAPED = {
    **{char: f"\\{char}" for char in "&%$#_{}"},
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def bibtex(one: Cited) -> str:
    """One entry; its key is the id. Values are in braces, so that names and titles stay as they are."""
    who, day = speaker(one), one["day"]
    fields = {
        "author": f"{{{_tex(who)}}}" if who else None,
        "title": f"{{{_tex(title(one))}}}",
        "howpublished": _tex(one["ministry_name"]),
        "date": f"{day:%Y-%m-%d}" if day else None,
        "year": f"{day:%Y}" if day else None,
        "language": one["language"],
        "url": one["address"],
        "urldate": f"{one['retrieved_at']:%Y-%m-%d}",
        "note": _tex(f"{one['permanent_address']}; {note(one)}"),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{one['cited_id']},\n" + ",\n".join(lines) + "\n}"


def _tex(text: str) -> str:
    return "".join(_ESCAPED.get(char, char) for char in " ".join(text.split()))
