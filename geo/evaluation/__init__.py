"""Gold against what was found: the measures. Knows nothing of how predictions are made."""
