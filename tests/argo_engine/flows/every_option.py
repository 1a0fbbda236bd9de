"""All that a step can ask of its pod."""

from metaflow import FlowSpec, environment, kubernetes, resources, retry, step, timeout


class EveryOptionFlow(FlowSpec):
    @retry(times=1, minutes_between_retries=2)
    @timeout(minutes=3)
    @environment(vars={"A": "$(B)", "B": "$$"})
    @resources(cpu=2, memory=2048, gpu=1, shared_memory=64)
    @kubernetes(
        image="registry.example.com/team/train:1.4",
        image_pull_policy="Always",
        image_pull_secrets=["registry"],
        disk=2048,
        secrets=["one", "two"],
        node_selector={"pool": "batch"},
        tolerations=[
            {
                "key": "dedicated",
                "operator": "Equal",
                "value": "batch",
                "effect": "NoExecute",
                "toleration_seconds": 60,
            }
        ],
        labels={"team": "research"},
        annotations={"example.com/owner": "research"},
        gpu_vendor="amd",
        use_tmpfs=True,
        tmpfs_size=512,
        tmpfs_path="/fast",
        persistent_volume_claims={"shared-data": "/mnt/data"},
        port=8000,
        qos="Guaranteed",
        extended_resources={"example.com/dongle": "1"},
        security_context={"run_as_user": 1001, "run_as_group": 1002, "run_as_non_root": True},
    )
    @step
    def start(self):
        self.next(self.rooted)

    @kubernetes(security_context={"privileged": True, "run_as_user": 0})
    @step
    def rooted(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    EveryOptionFlow()
