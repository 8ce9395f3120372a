"""Learning platforms: what their exports are called inside, and who a file or a line is about.

One module per platform reads the names of its files. `tables` keeps a platform's table as it is,
`roster` says whose submission a file is. What is collected, exported and returned is not decided
here but in `batch.collecting` and `batch.returning`.
"""
