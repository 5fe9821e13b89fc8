"""What leaves the ledger for a person: the existence screen, the projection and the documents made of it."""
