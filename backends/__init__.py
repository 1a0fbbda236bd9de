"""One folder per engine: each knows the IR and one engine, never another backend."""
