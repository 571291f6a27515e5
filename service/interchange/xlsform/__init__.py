"""XLSForm (KoBo, ODK): a workbook with the sheets survey, choices and settings; in and out."""
