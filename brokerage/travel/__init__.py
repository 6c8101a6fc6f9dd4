"""Journeys beyond the straight line: route planners and what they answered, what is told beside a bus, and the line fitted to measured journeys."""
