"""Checks an evidence pack without a network: only Python's standard library and `openssl`.

Knows nothing of the product, on purpose: it travels in every pack as one file, `verify.py`, made
of these modules by `bundle`, and has to run, and to be read, where nothing of ours is installed.
Pack and verifier share the form of a pack (`container`, `form`), so there is one definition of it.
Names at the top of these modules are unique over all of them, because they end up in one file.

Reading order, which is the order in the file: report, container, form, signatures, program,
manifest, custody, contents, gm, command; then bundle.
"""
