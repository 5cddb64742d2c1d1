from inspection.live import hub as live_hub
from inspection.live.hub import Hub
from inspection.live.model import APPLICANT, Person


def somebody(name=APPLICANT):
    return Person(name, "李桂芳", APPLICANT)


async def test_a_service_that_runs_for_months_forgets_conversations_nobody_is_in(
    clock, monkeypatch
):
    monkeypatch.setattr(live_hub, "MOST_QUIET", 3)
    hub = Hub(clock)
    stays = hub.enter("case_0", somebody())
    for number in range(1, 50):
        page = hub.enter(f"case_{number}", somebody())
        hub.announce(f"case_{number}", "chat", {"text": "你好"})
        hub.leave(f"case_{number}", page)
    assert len(hub._conversations) <= 5
    assert len(hub._pages) == 1
    assert hub.conversation("case_0").seq == 1, "somebody is in this one"
    assert hub.conversation("case_49").seq > 1, "a page that reconnects is caught up with"
    hub.leave("case_0", stays)
