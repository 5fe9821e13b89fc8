"""The HTTP API for programs of the operator: the same cases, by the same functions, as the window and the commands."""
