"""A node: runs the containers of pods as processes of this machine, and reports as a kubelet would."""
