"""Accept now, supplement later (容缺后补): papers that follow an acceptance, each with a day.

A clerk names what is missing; the applicant pledges in writing to hand it in, sends it from the
phone, and the office reviews it without a call. The inspection goes on meanwhile; the result waits
until every paper is accepted. Who breaks a pledge is flagged and has no papers follow next time.

Reading order: model (a gap and its states), listing (which papers may follow, from gaps.yaml),
pledge (what is signed), store, flag_store; then naming (accept with gaps), filed (named by who
files: a system, a file), signing, handing_in, reviewing, lapsing (the clock), flags, sheet (what
pages show); holding keeps the result back, news tells others; api and the *_api files.
"""
