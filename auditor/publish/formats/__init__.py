"""The answers of ``auditor check`` for other programs and for people: each format one function from report to text."""

from __future__ import annotations

from collections.abc import Callable

from auditor.publish.formats.earl import earl
from auditor.publish.formats.github import github
from auditor.publish.formats.gitlab import gitlab
from auditor.publish.formats.junit import junit
from auditor.publish.formats.markdown import markdown
from auditor.publish.formats.plain import plain
from auditor.publish.formats.report import CheckReport
from auditor.publish.formats.sarif import sarif

Format = Callable[[CheckReport], str]

#: By the name used on the command line; ``json`` and ``html`` are made by the report of ``audit``.
FORMATS: dict[str, Format] = {
    "text": plain,
    "markdown": markdown,
    "sarif": sarif,
    "junit": junit,
    "gitlab": gitlab,
    "github": github,
    "earl": earl,
}
