"""Argo's manifests on a real kubelet; see `../argo/kubelet`."""
