"""Runs emitted DAG files without Airflow: stand-ins for what they import, and Airflow's rules for what runs when.

The rules are those of `airflow.ti_deps` (trigger rules, with their haste to skip and to fail) and of mapped task
groups: tasks of one group meet index by index, everything else waits for all indices.
"""
