"""Public tables that were loaded, looked up: skills, phrases, school calendars; and what is true of the database as a whole."""
