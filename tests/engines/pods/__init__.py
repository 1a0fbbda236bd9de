"""Pods as a cluster runs them, for engines that make pods themselves.

A real etcd and kube-apiserver with a namespace of the level `restricted`; instead of scheduler and kubelet, the
node of `tests/engines/argo/node`, which here runs all containers of a pod beside each other, binds pods to itself,
and serves logs and `exec` to the API server.
"""
