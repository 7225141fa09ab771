"""The lists as JSON, one entry a line; form: spartoo/provisioning/provisioning.md section 2."""
