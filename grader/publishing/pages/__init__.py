"""Pages for a browser: explorable pages, lessons with formulas, solutions, and the site.

Each page is one file that asks the network for nothing.
"""
