"""Pods, for every engine that runs a step as one."""
