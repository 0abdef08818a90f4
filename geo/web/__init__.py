"""What all who ask a service over the network share: bounded requests, one's turn, and reasons in place of errors."""
