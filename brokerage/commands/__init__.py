"""The commands of `brokerage`. `cli` imports one when it is asked for, so that each starts quickly."""
