"""The answer as evidence: a file that proves what it shows to whoever trusts neither operator nor administrator.

`docs/disclosure.md` is the format; `build` makes such a file, `verify` checks one and touches neither network nor disk.
"""
