"""The sample company, modelled on the seed: its registers, and a day of what its services handed on, right and wrong.

Everything is told relative to the moment of the demo, because a consent that arrives much later than it was given is
late evidence and heals nothing. People and companies are invented; the operator and its promises are the sample's.
"""

from ledger.cli.sample.story import Chapter, story
from ledger.cli.sample.telling import ASKS, OFFICER

__all__ = ["ASKS", "OFFICER", "Chapter", "story"]
