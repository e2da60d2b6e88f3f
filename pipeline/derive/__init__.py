"""What other programs read: hOCR, ALTO and searchable PDF/A, all from the pages as read."""
