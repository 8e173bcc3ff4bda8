"""What is asked to know whether all is well: short questions about what is recent."""
