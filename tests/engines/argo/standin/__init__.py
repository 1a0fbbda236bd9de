"""A stand-in for Argo's workflow controller: it is not Argo, and nothing that passes here has passed on Argo.

It reads Workflows and WorkflowTemplates from a real API server and makes real pods of them, by the reading of
Argo's rules that `tests/argo_sim` has. So it shows that what flowc emits makes sense as pods: the code package,
variables, volumes, rights, signals, attempts. It cannot show that Argo reads the manifest as flowc's authors do.
"""
