"""Object stores that run here, for tests that want a real one."""
