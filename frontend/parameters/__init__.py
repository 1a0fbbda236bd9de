"""`Parameter`, `IncludeFile` and `Config`: what a flow takes from outside."""
