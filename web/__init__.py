"""The web application: upload, search, viewer and dossiers, with a JSON twin of every page."""
