"""The embedded engine: runs a flow on this machine, region by region, with a process for each task."""
