"""Trust, in both directions: what an employer is held to, and what protects an employer. Facts for people; nothing here ranks."""
