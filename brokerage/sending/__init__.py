"""How a message leaves the house: when somebody may be written to, by which way, and the tables in which it waits. Above it: `messages`, the outbox."""
