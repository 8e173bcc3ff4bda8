"""What happens to each request and response between the spider and the network: one module, one duty."""
