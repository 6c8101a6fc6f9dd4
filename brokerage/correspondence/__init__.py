"""What is told to people and to employers when something happens, on paper and by hand too, and what became of it."""
