"""The process that imports the flow once and forks a task from it: `python -m flowc.backends.local.zygote`.

It imports nothing of flowc but this folder and the runtime shim: a task sees what it would see in a container.
"""
