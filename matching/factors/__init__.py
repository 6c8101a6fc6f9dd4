"""The eight factors, one file each. Every one looks at a pair and returns a `Finding`."""
