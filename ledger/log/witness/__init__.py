"""The witness: cosigns heads of other people's logs, and never two that do not agree."""
