"""A handful of flows on a real kubelet, containerd and runc; see `tests/engines/argo/kubelet`."""
