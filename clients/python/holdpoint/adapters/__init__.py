"""One module for each framework. Each imports its framework, so import only what you use."""
