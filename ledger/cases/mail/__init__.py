"""Mail to people who ask: that there is news, or a code. It is queued with the step that causes it, and sent by another
process."""
