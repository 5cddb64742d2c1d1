"""How a case comes in: systems (senders), the window (service), files (importing), the demo bureau.

Reading order: model (what is filed), form (its fields), reception (received, pre-checked, triaged,
accepted), then the three ways in; visits is the applicant's door, sheet and columns read files.
"""
