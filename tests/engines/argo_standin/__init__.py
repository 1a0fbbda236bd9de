"""Argo's manifests on a real Kubernetes API server, with a stand-in for the workflow controller; see `../argo`."""
