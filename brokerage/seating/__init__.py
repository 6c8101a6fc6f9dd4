"""Who sits in which slot: the most people, promises first, by an exact method; and who cannot be seated, and what would seat them.

`terms`, `week`, `exact` and `shortage` are pure: values in, values out. `gather` reads the tables, `words` says it to a person.
"""
