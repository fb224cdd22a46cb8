"""Why a field has its value or none: the trace of an outcome in, sentences with places out."""
