"""What can be asked for on the command line, known without loading any of it."""

PARTS = ("races", "kills", "reminders", "restarts", "bad-inputs", "clock", "consistency")
ENGINES = ("sqlite", "postgresql")
