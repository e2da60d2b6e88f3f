"""How well and how fast dossiers are found: a generated corpus whose answers are known."""
