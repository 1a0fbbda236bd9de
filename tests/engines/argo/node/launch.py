"""`python -I -S launch.py SPEC`: become one container. Standard library only; started once for each container.

The container gets its own mounts and process ids: a root of its own in which the image and the volumes are bound.
Its process 1 hands signals on and takes the orphans, as Argo's executor does. Ends with the exit code of the
command, or 128 and the number of the signal that ended it.
"""

import ctypes
import json
import os
import signal
import sys

NEW_MOUNTS, NEW_PIDS = 0x00020000, 0x20000000
BIND, RECURSIVE, PRIVATE, READ_ONLY, REMOUNT = 4096, 16384, 1 << 18, 1, 32
NO_NEW_PRIVILEGES, DEATH_SIGNAL = 38, 1

libc = ctypes.CDLL(None, use_errno=True)


def main(spec):
    """Fork the container's first process, hand TERM on to it, end as it did."""
    libc.prctl(DEATH_SIGNAL, signal.SIGKILL)
    check(libc.unshare(NEW_MOUNTS | NEW_PIDS), "unshare")
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    first = os.fork()
    if first == 0:
        libc.prctl(DEATH_SIGNAL, signal.SIGKILL)
        os._exit(first_process(spec))
    return shepherd(first)


def first_process(spec):
    """Process 1: make the root, start the command in it."""
    make_root(spec)
    os.chroot(spec["root"])
    child = os.fork()
    if child == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        execute(spec)
    return shepherd(child)


def shepherd(child):
    """Wait for the child; reap others; hand TERM on."""
    signal.signal(signal.SIGTERM, lambda number, frame: os.kill(child, signal.SIGTERM))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    while True:
        pid, status = os.wait()
        if pid == child:
            code = os.waitstatus_to_exitcode(status)
            return 128 - code if code < 0 else code


def make_root(spec):
    """A tmpfs with the image and the volumes bound into it."""
    root = spec["root"]
    mount("none", "/", None, RECURSIVE | PRIVATE)
    mount("tmpfs", root, "tmpfs", 0, "mode=755")
    for link, target in spec["links"]:
        os.symlink(target, root + link)
    for source, target, writable in spec["binds"]:
        bind(source, root + target, writable)
    os.makedirs(root + "/proc", exist_ok=True)
    mount("proc", root + "/proc", "proc", 0)


def bind(source, target, writable):
    """Bind a file or a folder."""
    os.makedirs(target if os.path.isdir(source) else os.path.dirname(target), exist_ok=True)
    if not os.path.isdir(source) and not os.path.exists(target):
        os.close(os.open(target, os.O_CREAT))
    mount(source, target, None, BIND | RECURSIVE)
    if not writable:
        mount(source, target, None, BIND | REMOUNT | READ_ONLY)


def mount(source, target, kind, flags, options=None):
    """mount(2)."""
    words = [word.encode() if word is not None else None for word in (source, target, kind, options)]
    check(libc.mount(words[0], words[1], words[2], flags, words[3]), f"mount {target}")


def execute(spec):
    """Become the command, as its user."""
    try:
        os.chdir(spec["folder"])
        os.setgroups(spec["groups"])
        os.setgid(spec["group"])
        os.setuid(spec["user"])
        libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        os.umask(0o022)
        os.execvpe(spec["command"][0], spec["command"], spec["environment"])
    except OSError as error:
        sys.stderr.write(f"cannot start {spec['command'][0]}: {error}\n")
        sys.stderr.flush()
        os._exit(127)


def check(result, what):
    """Raise what libc has reported."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        found = json.load(file)
    sys.exit(main(found))
