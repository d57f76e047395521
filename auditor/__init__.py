"""Auditor for DIN SPEC 66336: can a resident finish this online service?"""

__version__ = "0.1.0"
