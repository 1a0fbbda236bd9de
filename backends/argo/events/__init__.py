"""`@trigger` and `@trigger_on_finish` as objects of Argo Events: a Sensor, and an EventSource for ends of flows."""
