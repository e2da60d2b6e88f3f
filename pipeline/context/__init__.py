"""Which syllables follow each other in Vietnamese administrative papers, and what that settles."""
