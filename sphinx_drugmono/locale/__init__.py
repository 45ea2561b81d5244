"""What readers see in other languages: one catalogue a language.

Only Babel imports :mod:`.extraction`; see CONTRIBUTING.md for the three
commands that keep the catalogues in step with the code.
"""
