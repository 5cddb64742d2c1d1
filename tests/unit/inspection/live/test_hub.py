from inspection.live import hub as live_hub
from inspection.live.hub import Hub
from inspection.live.model import APPLICANT, MOST_REMEMBERED, Conversation, Person


def somebody(name=APPLICANT):
    return Person(name, "李桂芳", APPLICANT)


async def test_a_page_learns_whether_everything_it_missed_is_remembered(clock):
    said = Conversation()
    for number in range(MOST_REMEMBERED):
        said.say("chat", "a", clock.now(), {"text": str(number)})
        said.say("point", "a", clock.now(), {"x": 0.1, "y": 0.2})
    assert said.forgotten == 0
    assert [frame["text"] for frame in said.since(1)] == [str(n) for n in range(1, MOST_REMEMBERED)]
    said.say("chat", "a", clock.now(), {"text": "再来一句"})
    assert said.forgotten == 1, "who heard the first is caught up, who did not reads the case"
    assert len(list(said.since(1))) == MOST_REMEMBERED


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
