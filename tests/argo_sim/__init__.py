"""A simulator of Argo's DAG controller: it runs emitted YAML, so that tests can compare with `flowc.ir.trace`."""
