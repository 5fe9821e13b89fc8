"""Keys, identities, the blind index and sealing. Knows nothing of the tree."""
