"""The Airflow backend, without Airflow."""
