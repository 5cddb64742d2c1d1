"""How a case comes in: systems (senders), the window (service), files (importing), the demo bureau.

Reading order: model (what is filed), form (its fields), reception (received, pre-checked, triaged,
accepted), following (with papers that come later), then the three ways in; visits is the
applicant's door, sheet, columns and reading read files, bulk imports those of many lines.
"""
