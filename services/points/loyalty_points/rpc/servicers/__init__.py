"""The services of the contract: each call to its command."""
