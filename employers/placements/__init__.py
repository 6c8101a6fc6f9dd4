"""A placement as a paper of three: its life, its days and rules, signatures and seats, what came of it; and why it is never shown as a job."""
