"""Deploying to Airflow: write the DAG and its package, wait until Airflow has parsed this very build, unpause."""
