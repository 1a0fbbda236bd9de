"""Deploying to Step Functions, on a server that stands in for AWS."""
