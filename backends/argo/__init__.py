"""Argo Workflows: regions to WorkflowTemplates, and the objects that go with them."""
