"""After a result that does not pass: a second look at what failed, an appeal before another pair.

A second look is a case of its own that names the one before: what was signed stays as it is.
Read errors, service, api.
"""
