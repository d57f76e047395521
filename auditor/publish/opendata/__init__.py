"""Open data of the ranking: tables in three formats, data dictionary, checksums, licence, DCAT-AP.de.

Needs the libraries of the extra ``rank``.
"""

from auditor.publish.opendata.month import PublishedError, Written, data_files, published, write_month

__all__ = ["PublishedError", "Written", "data_files", "published", "write_month"]
