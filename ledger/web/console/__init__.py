"""The officer's console: pages for the staff, behind a sign-in."""
