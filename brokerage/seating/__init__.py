"""Who sits in which slot: the most people, promises first, by an exact method; and who cannot be seated, and what would seat them.

Pure, values in, values out: `terms`, `week`, `exact` with its `programme` and `solver`, `changes` and `shortage`. `coming` and `gather` read the tables,
`promises` looks ahead, `room` counts places before anybody is asked, `words` says it to a person. Nothing here books: a page does, one interview after another.
"""
