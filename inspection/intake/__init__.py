"""How a case comes in: the applicant's door (visits) and the demo bureau (demo)."""
