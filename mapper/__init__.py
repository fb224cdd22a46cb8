"""SCIM users and groups in, people out, as a mapping says: the public names, and nothing else."""
