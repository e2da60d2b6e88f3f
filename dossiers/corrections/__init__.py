"""What people put right: kept apart from what was read, applied on top of it at every rebuild.

`model` is the record, `values` what may be typed, `settling` which corrections are in
force, `applying` and `confirming` what they do (pure); `reading` brings them to a
dossier's documents, `making` turns a wish into a record, `writing` is the use case.
"""
