"""Files that come with a case: what is taken, how it is kept sealed, and how it ends."""
