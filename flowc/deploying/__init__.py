"""From a flow file to something live on an engine, and back to what people see of it. Knows no engine."""
