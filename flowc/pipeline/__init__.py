"""From a path to findings and documents: load, analyse, check, emit."""
