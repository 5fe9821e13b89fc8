"""Files that hold a person's data: their owner alone may read them, whatever the umask."""

from __future__ import annotations

import os


def owner_alone(path: str, flags: int) -> int:
    """Open a file as `open` asks (its ``opener``), and let its owner alone read it, also where it was there before."""
    descriptor = os.open(path, flags, 0o600)
    os.fchmod(descriptor, 0o600)
    return descriptor
