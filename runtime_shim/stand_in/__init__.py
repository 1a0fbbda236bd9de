"""A folder for `sys.path`: the one module in it is found as `metaflow` by processes that a step starts."""
