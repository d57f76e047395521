"""Three made-up municipalities, served on loopback."""

from auditor.demo.server import Demo, serve
from auditor.demo.targets import expectations, targets, write_csv, write_ranking
from auditor.demo.verify import differences

__all__ = ["Demo", "differences", "expectations", "serve", "targets", "write_csv", "write_ranking"]
