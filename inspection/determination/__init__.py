"""What follows from the findings, fixed in the moment the last signature is set."""
