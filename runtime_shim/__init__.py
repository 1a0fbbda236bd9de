"""Runs inside the task: standard library only, imports nothing else of flowc."""
