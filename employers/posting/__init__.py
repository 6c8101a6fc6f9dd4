"""Jobs that an employer writes down himself: the questions, a draft, what is his, and how it reads once told."""
