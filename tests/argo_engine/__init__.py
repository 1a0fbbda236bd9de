"""What happens to runs on a cluster: faults, repeats, rights; on the API server of `tests/engines/argo`."""
