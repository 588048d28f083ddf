"""What is wrong: graph and rules in, findings out."""
