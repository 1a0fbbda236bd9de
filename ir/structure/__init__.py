"""Step graph to regions: frames, loops, routes."""
