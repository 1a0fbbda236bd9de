"""Benchmarks beside Metaflow in one run: `make bench` prints them as tables. Never part of a test run."""
