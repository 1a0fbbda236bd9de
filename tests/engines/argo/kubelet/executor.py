#!/usr/local/bin/python -IS
"""A stand-in for `argoexec`: it is not Argo's. Standard library only; it runs in the containers of a pod.

`init` lays the program and the template where the other containers find them. `emissary -- COMMAND` runs the
command of `main`, hands TERM on to it, keeps its outputs and its exit code. `wait` writes them into a
WorkflowTaskResult, with the rights of the pod's own account.
"""

import fcntl
import json
import os
import shutil
import signal
import ssl
import sys
import time
import urllib.error
import urllib.request

SHARED = "/var/run/argo"
MAIN = SHARED + "/ctr/main"
OUTPUTS = SHARED + "/outputs/parameters"
ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
FAILED = 64
"""The exit code that Argo's executor has for a fault of its own."""


def init():
    """The first container."""
    shutil.copy(os.path.abspath(sys.argv[0]), SHARED + "/argoexec")
    os.chmod(SHARED + "/argoexec", 0o755)
    with open(SHARED + "/template", "w") as file:
        file.write(os.environ["ARGO_TEMPLATE"])
    return 0


def emissary(command):
    """Process 1 of `main`."""
    os.makedirs(MAIN)
    alive = be_alive()
    code = FAILED
    try:
        code = run(command)
        if code == 0:
            keep_outputs()
    finally:
        with open(MAIN + "/exitcode.new", "w") as file:
            file.write(str(code))
        os.rename(MAIN + "/exitcode.new", MAIN + "/exitcode")
        os.close(alive)
    return code


def be_alive():
    """A lock that ends with this process, however it ends."""
    alive = os.open(MAIN + "/alive.new", os.O_CREAT | os.O_WRONLY, 0o644)
    fcntl.flock(alive, fcntl.LOCK_EX)
    os.rename(MAIN + "/alive.new", MAIN + "/alive")
    return alive


def run(command):
    """The exit code of the command, or 128 and the number of the signal that ended it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    child = os.fork()
    if child == 0:
        unblock()
        try:
            os.execvp(command[0], command)
        finally:
            os._exit(FAILED)
    signal.signal(signal.SIGTERM, lambda number, frame: os.kill(child, signal.SIGTERM))
    unblock()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return 128 - code if code < 0 else code


def unblock():
    """Let TERM through again."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def keep_outputs():
    """Copy the outputs of the template to where `wait` reads them."""
    for parameter in parameters():
        path = parameter["valueFrom"]["path"]
        if os.path.exists(path):
            os.makedirs(os.path.dirname(OUTPUTS + path), exist_ok=True)
            shutil.copyfile(path, OUTPUTS + path)


def parameters():
    """The output parameters of the template."""
    with open(SHARED + "/template") as file:
        return json.load(file).get("outputs", {}).get("parameters", [])


def wait():
    """The container `wait`: until `main` has ended, also when the pod is told to end.

    Where all of `main` was killed, Argo's controller ends `wait`; this one sees it by itself.
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while not os.path.exists(MAIN + "/alive"):
        time.sleep(0.05)
    with open(MAIN + "/alive") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
    if not os.path.exists(MAIN + "/exitcode"):
        raise SystemExit("main was killed, and left no exit code")
    with open(MAIN + "/exitcode") as file:
        code = file.read()
    outputs = {"exitCode": code}
    found = [{**one, "value": value_of(one)} for one in parameters()] if code == "0" else []
    if found:
        outputs["parameters"] = found
    send(outputs)
    return 0


def value_of(parameter):
    """What `main` has put out."""
    with open(OUTPUTS + parameter["valueFrom"]["path"]) as file:
        return file.read().removesuffix("\n")


def send(outputs):
    """Create the result, or change it when there is one from before."""
    with open(ACCOUNT + "/namespace") as file:
        folder = "/apis/argoproj.io/v1alpha1/namespaces/%s/workflowtaskresults" % file.read()
    name = os.environ["ARGO_NODE_ID"]
    labels = {
        "workflows.argoproj.io/workflow": os.environ["ARGO_WORKFLOW_NAME"],
        "workflows.argoproj.io/report-outputs-completed": "true",
    }
    body = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "WorkflowTaskResult",
        "metadata": {"name": name, "labels": labels},
        "outputs": outputs,
    }
    try:
        call("POST", folder, body, "application/json")
    except urllib.error.HTTPError as error:
        if error.code != 409:
            raise SystemExit("%d: %s" % (error.code, error.read().decode())) from error
        call("PATCH", folder + "/" + name, body, "application/merge-patch+json")


def call(method, path, body, kind):
    """One request to the API server, as the account of the pod."""
    with open(ACCOUNT + "/token") as file:
        headers = {"Authorization": "Bearer " + file.read(), "Content-Type": kind}
    host = "%s:%s" % (os.environ["KUBERNETES_SERVICE_HOST"], os.environ["KUBERNETES_SERVICE_PORT"])
    request = urllib.request.Request(
        "https://" + host + path, json.dumps(body).encode(), headers, method=method
    )
    context = ssl.create_default_context(cafile=ACCOUNT + "/ca.crt")
    with urllib.request.urlopen(request, context=context, timeout=30) as response:
        response.read()


if __name__ == "__main__":
    what = sys.argv[1]
    if what == "emissary":
        sys.exit(emissary(sys.argv[sys.argv.index("--") + 1 :]))
    sys.exit({"init": init, "wait": wait}[what]())
