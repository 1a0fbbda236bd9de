"""Valid flows made at random, as IR and as source: `from tests.generate.flows import flows`."""
