"""Auditor for DIN SPEC 66336: can a resident finish this online service?"""

__version__ = "0.1.0"

#: Where the project lives: documentation of rules, issues, and what the user agent points to.
PROJECT_URL = "https://github.com/din66336-auditor/din66336-auditor"
