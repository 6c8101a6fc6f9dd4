"""What is done by the date: how often, by whom, what became of it, and the letters that a date brings. `jobs` has one line for each."""
