"""GitLab's Code Quality report: every proven finding at the gate; GitLab itself compares with the target branch."""

from __future__ import annotations

import hashlib
import json

from auditor.gate.model import FAILING, State
from auditor.publish.formats.report import CheckReport, artifact

_SEVERITIES = ("info", "minor", "minor", "major", "critical")


def gitlab(report: CheckReport) -> str:
    """The text of a Code Quality file."""
    issues = []
    for checked in report.decision.services:
        for weighed in checked.findings:
            if weighed.state not in {*FAILING, State.KNOWN}:
                continue
            rule, finding = weighed.rule, weighed.finding
            place = " ".join(p for p in (report.step(weighed), report.where(weighed)) if p)
            name = f"{rule.id}\x1f{finding.fingerprint}"
            issues.append(
                {
                    "description": f"{report.words.title(rule)} – {report.message(weighed)} ({place})",
                    "check_name": rule.id,
                    "fingerprint": hashlib.sha256(name.encode()).hexdigest(),
                    "severity": _SEVERITIES[rule.severity],
                    "location": {
                        "path": artifact(checked.place, checked.result.service.url),
                        "lines": {"begin": max(checked.place.line, 1)},
                    },
                }
            )
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"
