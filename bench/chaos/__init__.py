"""Rehearses the worst: servers and workers killed, paused and cut off while dossiers come in."""
