"""The registrar's stamps: blind signatures given to rights, never to answers."""
