"""Everything of a case in one look, for the pages; reads only, decides nothing.

Reading order: shapes (JSON of a checklist and a case), service, api.
"""
