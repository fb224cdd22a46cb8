"""What can be wrong with a mapping: one module per kind of fault, with its codes."""
