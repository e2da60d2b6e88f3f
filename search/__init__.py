"""Index and query dossiers and their pages; knows no store."""
