"""Files from outside: spreadsheets as rows, what they would change, and public tables loaded whole. Above it: `imports`."""
