"""Parts of the standard library, without what they import: a task starts in a few hundredths of a second.

`json`, `typing`, `signal` and `hashlib` load `re`, `enum` and OpenSSL, which costs as much as all else together.
Everything here does the same by the same C code, and falls back on the whole module where that is not there.
"""
