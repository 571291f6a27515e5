"""LimeSurvey: the structure of a survey (.lss), an XML file of database tables; in only."""
