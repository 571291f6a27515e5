"""Write a questionnaire (问卷): paste, preview, edit, try, keep in versions."""
