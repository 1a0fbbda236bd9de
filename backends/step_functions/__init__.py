"""AWS Step Functions: regions to a state machine in JSONata, and the objects that go with it."""
