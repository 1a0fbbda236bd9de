"""Airflow: regions in, one DAG file out."""
