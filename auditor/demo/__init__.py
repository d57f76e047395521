"""Three made-up municipalities, served on loopback."""

from auditor.demo.server import Demo, serve
from auditor.demo.targets import expectations, targets, write_csv

__all__ = ["Demo", "expectations", "serve", "targets", "write_csv"]
