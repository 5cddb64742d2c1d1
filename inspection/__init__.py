"""The case in the order of its life.

cases (what it is, the table of moves) → intake (how it comes in) → gaps (papers that follow its
acceptance) → dispatch (who is on duty, who inspects) → booking (when) → live (the call) →
findings (verdicts) → evidence (what holds) → determination (what follows) → record (what is
signed) → supplement (looked at again) → licensing (who is told, and what they tell back) → notices
(what the applicant hears) → ratings (was the applicant content) → figures (what came of it all) →
dossier (everything of a case, for the pages).

Each topic: model (pure), service (one function per use case), store (SQL), api (HTTP).
May know foundation, checklists, webrtc's seam and panorama's service; nothing imports it but
server.py. Read cases/machine.py first.
"""
