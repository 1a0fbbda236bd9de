"""Functions from Flow to Flow, one file each."""
