"""Hallbrook, an invented town, and its programme. All of it is made up."""
