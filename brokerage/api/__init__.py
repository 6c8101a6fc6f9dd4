"""Programs: the same use cases as the pages, as JSON under `/api/v1`. `calls` holds what every call has in common; a noun is a file."""
