"""What is asked: questions, sections, conditions; and how an answer is read."""
