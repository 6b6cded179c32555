"""What several figures say together: signal or noise, fair comparison, luck, what leads.

A measure says what is; an analysis says how far that can be told from chance. Nothing here says
that one thing causes another: that belongs to `evidence`.
"""
