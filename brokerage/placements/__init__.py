"""The person behind a placement: asking for one, its papers and letters, its days, the own word at its end, and the hire that follows."""
