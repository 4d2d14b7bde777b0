"""Reading the trail: page by page, and link by link."""

from portal.audit.queries.chain import Finding, verify
from portal.audit.queries.lines import Filter, Page, everything, line_numbered, page_of

__all__ = ["Filter", "Finding", "Page", "everything", "line_numbered", "page_of", "verify"]
