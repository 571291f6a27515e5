"""Text a clerk pastes (粘贴即成卷) becomes a questionnaire and what could not be read; and back."""
