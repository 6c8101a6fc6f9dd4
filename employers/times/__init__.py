"""When an employer sees people: slots, times he opens or offers, days away, and his diary."""
