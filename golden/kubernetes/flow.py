"""Settings of the pod: image, placement, labels, volumes."""

from metaflow import FlowSpec, environment, kubernetes, resources, retry, step, timeout


class KubernetesFlow(FlowSpec):
    @kubernetes(
        image="registry.example.com/team/train:1.4",
        image_pull_policy="IfNotPresent",
        cpu=4,
        memory=16384,
        disk=30720,
        service_account="trainer",
        node_selector={"pool": "batch", "kubernetes.io/arch": "amd64"},
        tolerations=[{"key": "dedicated", "operator": "Equal", "value": "batch", "effect": "NoSchedule"}],
        labels={"team": "research"},
        annotations={"example.com/owner": "research"},
    )
    @step
    def start(self):
        self.next(self.train)

    @resources(cpu=2, memory=1024)
    @kubernetes(
        gpu=1,
        secrets=["db-login", "api-key"],
        use_tmpfs=True,
        tmpfs_size=512,
        persistent_volume_claims={"shared-data": "/mnt/data"},
    )
    @environment(vars={"MODE": "fast"})
    @retry(times=2)
    @timeout(hours=2)
    @step
    def train(self):
        self.trained = True
        self.next(self.end)

    @step
    def end(self):
        assert self.trained


if __name__ == "__main__":
    KubernetesFlow()
