"""Metaflow's decorators: one file each, and tables from their names to what reads them."""
