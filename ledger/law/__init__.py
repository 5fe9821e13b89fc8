"""The Act (個人情報の保護に関する法律) and the operator's own promise, as pure functions.

One module per question; `judge` asks them in order. Nothing here reads a clock, a file or a database: an act and what
was found about it go in, a judgement comes out. What the text of the Act settles is marked with its article; what is
an interpretation says so.
"""
