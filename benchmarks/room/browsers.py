"""From coming to the first picture of the other side: ours, beside the barest call that two pages can hold."""

import statistics
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import find
from tests.e2e.meeting import FLAGS
from tests.live.server import WebProcess

SETTLED = 1_500  # ms that the first of the two has been there when the other one comes
# When the first frame of the other side was decoded, in milliseconds since this page was asked for.
FIRST_FRAME = """
window.first = new Promise((done) => {
  const look = () => {
    for (const one of document.querySelectorAll('video')) {
      const seen = one.getVideoPlaybackQuality().totalVideoFrames > 0;
      if (!one.muted && one.videoWidth > 0 && seen) return done(performance.now());
    }
    setTimeout(look, 4);
  };
  look();
});
"""
# Two pages of one browser that signal by BroadcastChannel: no server, no sign-in, no waiting, nothing drawn.
BARE = """<!doctype html><title>bare</title><video id="v" autoplay playsinline></video><script>
const wire = new BroadcastChannel('bare'), pc = new RTCPeerConnection(), first = location.hash === '#first';
const video = document.querySelector('video');
pc.ontrack = ({ streams }) => { video.srcObject = streams[0]; };
pc.onicecandidate = ({ candidate }) => candidate && wire.postMessage({ candidate: candidate.toJSON() });
const early = [];
wire.onmessage = async ({ data }) => {
  const say = async () => {
    await pc.setLocalDescription();
    wire.postMessage({ description: pc.localDescription.toJSON() });
  };
  if (data.hello && first) await say();
  if (data.description) {
    await pc.setRemoteDescription(data.description);
    for (const one of early.splice(0)) await pc.addIceCandidate(one);
    if (data.description.type === 'offer') await say();
  }
  if (data.candidate && pc.remoteDescription) await pc.addIceCandidate(data.candidate);
  else if (data.candidate) early.push(data.candidate);
};
navigator.mediaDevices.getUserMedia({ audio: true,
  video: { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 24 } } }).then((stream) => {
  for (const track of stream.getTracks()) pc.addTrack(track, stream);
  document.title = 'ready';
  if (!first) wire.postMessage({ hello: true });
});
</script>"""


def measure(web: WebProcess, world: dict[str, Any], rounds: int) -> tuple[list[float], list[float]]:
    """(ours, the bare call's), in turn, each once besides to warm up."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find() or None, args=FLAGS)
        coach, client, anybody = (context(browser, web, cookie) for cookie in (*world["cookies"][:2], ""))
        anybody.route("**/bare*", lambda route: route.fulfill(body=BARE, content_type="text/html"))
        ours, bare = [], []
        for number in range(rounds + 1):
            mine, theirs = one_of_ours(coach, client, web, world), one_bare(anybody, web)
            if number:
                ours.append(mine)
                bare.append(theirs)
        browser.close()
        return ours, bare


def one_of_ours(coaches: BrowserContext, clients: BrowserContext, web: WebProcess, world: dict[str, Any]) -> float:
    """The coach is in; the client, who was let in before, opens the room."""
    room = f"{web.base}/p/{world['practice']}/sessions/{world['rooms'][0]}/room/"
    coach, client = coaches.new_page(), clients.new_page()
    coach.goto(room)
    coach.wait_for_function("() => document.querySelector('[data-mine]')?.videoWidth > 0")
    coach.wait_for_timeout(SETTLED)
    client.goto(room)
    if client.locator("#main").get_attribute("data-stage") == "waiting":
        coach.get_by_role("button", name="Let in").click()
        client.locator("#main[data-stage=in]").wait_for()
        client.reload()
    found = first_frame(client)
    for page in (coach, client):
        page.close()
    return found


def one_bare(both: BrowserContext, web: WebProcess) -> float:
    """Two pages of the same origin in one browser."""
    one, other = both.new_page(), both.new_page()
    one.goto(f"{web.base}/bare#first")
    one.wait_for_function("() => document.title === 'ready'")
    one.wait_for_timeout(SETTLED)
    other.goto(f"{web.base}/bare")
    found = first_frame(other)
    for page in (one, other):
        page.close()
    return found


def first_frame(page: Page) -> float:
    return float(page.evaluate("window.first"))


def context(browser: Browser, web: WebProcess, cookie: str) -> BrowserContext:
    made = browser.new_context(viewport={"width": 1280, "height": 800}, permissions=["camera", "microphone"])
    made.add_init_script(FIRST_FRAME)
    if cookie:
        made.add_cookies([{"name": "sessionid", "value": cookie, "url": web.base}])
    return made


def median(values: list[float]) -> float:
    return statistics.median(values)
