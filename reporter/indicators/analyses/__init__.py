"""The analyses of more than one number: one module each, none of which knows another."""
