"""The code package: a deterministic zipapp of the flow, what it imports, and the plan."""
