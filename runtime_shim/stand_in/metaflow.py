"""`metaflow` where a step has started Python anew, as `multiprocessing` does to spawn, and the flow is imported."""

from flowc.runtime_shim.names import install

install()  # puts the runtime in the place of this module
