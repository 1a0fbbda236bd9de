"""Deploying to Argo Workflows, through the Kubernetes API: server-side apply, with the standard library."""
