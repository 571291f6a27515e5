"""SurveyJS: a JSON file of pages and elements; in and out."""
