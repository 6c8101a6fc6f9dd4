"""What opens something: signing in, links that open one thing for one person, tokens of programs, and keys under which a call may be repeated."""
