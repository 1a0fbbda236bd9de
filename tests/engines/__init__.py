"""The engines that the conformance suite runs on, an adapter each."""
