"""How numbers and dates are written for a reader, in texts that are English.

Django looks for `<language>/formats.py` here. Months are written as words, so that no day can be
taken for a month. Readers whose decimals have a comma get thousands set apart by a thin space: a
point there could be taken for the decimal point of a figure, which is set in the notation of the
text around it.
"""
