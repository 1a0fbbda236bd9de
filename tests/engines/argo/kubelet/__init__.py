"""A real kubelet on containerd and runc, in namespaces of its own, as the node of the tests' API server."""
