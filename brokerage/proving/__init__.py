"""What must hold when things go wrong, proven against whole processes of this application, and what stands in its tables looked through.

Each part of `brokerage prove` plays one kind of trouble on a database of its own, then a checker counts. A checker that finds nothing
proves nothing by that alone: a fault is planted for each, which it has to find.
"""
