"""A Kubernetes API server on loopback: etcd and kube-apiserver, as built by `build.py`, and a client."""
