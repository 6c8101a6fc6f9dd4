"""What is made of the engine's answers: told to somebody, counted for lists, kept with what they were made of, held against what people said."""
