"""Starting and stopping the suite's parts, each as a process of its own."""
