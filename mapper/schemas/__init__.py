"""What may be read (SCIM schemas, RFC 7643) and what may be filled (target schemas)."""
