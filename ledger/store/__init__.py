"""Connections, migrations and SQL kept in files. Nothing here knows what a row means."""
