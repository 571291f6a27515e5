"""The dossier (卷宗) of one survey, of whatever kind: what is done to it, by whom, what is kept."""
