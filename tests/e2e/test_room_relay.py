"""The call through a real coturn alone, as two who may not find each other need it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.coturn import MISSING, PROGRAM, Coturn
from tests.e2e.meeting import CONNECT, Meeting, connected, flows, let_in, meeting
from tests.e2e.once import migrated
from tests.lossy import Lossy

pytestmark = [pytest.mark.browser, pytest.mark.waits, pytest.mark.skipif(PROGRAM is None, reason=MISSING)]
# What the connection goes over: [the local candidate's type, how it reaches the relay], of both sides
WAYS = """async () => {
  const pc = window.connections.at(-1);
  const all = new Map(await pc.getStats());
  const pair = [...all.values()].find((one) => one.type === 'candidate-pair' && one.nominated);
  const local = all.get(pair.localCandidateId);
  return [local.candidateType, local.relayProtocol];
}"""


# The browser is given the way to the relay over one protocol, as a network does that lets the other not through
ONLY = """
const Counted = window.RTCPeerConnection;
const way = (url) => (url.startsWith('turns:') ? 'tls' : url.includes('transport=tcp') ? 'tcp' : 'udp');
const only = (given) => ({ ...given, iceServers: (given.iceServers ?? []).map((one) => ({
  ...one, urls: one.urls.filter((url) => way(url) === '%s') })) });
window.RTCPeerConnection = class extends Counted { constructor(given = {}) { super(only(given)); } };
"""


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    with Coturn(tmp_path_factory.mktemp("coturn")) as running:
        yield running


@pytest.fixture(scope="module")
def met(built: None, relay: Coturn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    data = migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("relayed"))
    with meeting(data, OPENCOACH_TURN_ONLY="true", **relay.env(relay.udp, relay.tcp, relay.tls)) as made:
        yield made


@pytest.mark.parametrize("way", ["udp", "tcp", "tls"])
def test_the_call_goes_through_the_relay_alone(met: Meeting, way: str) -> None:
    miriam, ana = (met.context(who) for who in ("miriam", "ana"))
    for context in (miriam, ana):
        context.add_init_script(ONLY % way)
    pair = miriam.new_page(), ana.new_page()
    for page in pair:
        page.goto(met.web.base + met.made["room"])
    if pair[1].locator("#main").get_attribute("data-stage") == "waiting":
        let_in(*pair)
    connected(*pair)
    for page in pair:
        assert page.evaluate(WAYS) == ["relay", way]
        expect(page.locator("[data-quality-line]")).to_contain_text("through a relay", timeout=CONNECT)
        expect(page.get_by_text("It travels through a relay that can’t read it")).to_be_visible()
    if way == "udp":
        wrong_words(met)
        flows(pair[0])
    for context in (miriam, ana):
        context.close()


def wrong_words(met: Meeting) -> None:
    """Credentials of somebody who guesses give no way at all."""
    page = met.context("miriam").new_page()
    page.goto(met.web.base + "/healthz")
    found = page.evaluate(
        """async (url) => {
          const pc = new RTCPeerConnection({ iceTransportPolicy: 'relay', iceServers: [
            { urls: [url], username: '9999999999:somebody', credential: 'guessed' }] });
          pc.createDataChannel('x');
          const found = [];
          pc.onicecandidate = ({ candidate }) => candidate && found.push(candidate.candidate);
          await pc.setLocalDescription();
          await new Promise((done) => {
            pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done();
          });
          return found;
        }""",
        met.env["OPENCOACH_TURN"].partition(",")[0],
    )
    assert found == []
    page.context.close()


def test_where_much_is_lost_only_the_voice_goes_and_the_picture_comes_back(
    met: Meeting, relay: Coturn, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("lossy"))
    with Lossy(relay.port) as network:
        env = {"OPENCOACH_TURN_ONLY": "true", **relay.env(f"turn:127.0.0.1:{network.port}")}
        lossy = Meeting(data, met.browser, env)
        lossy.made = lossy.tell("cast", "video")
        lossy.web.start()
        try:
            loses_and_recovers(lossy, network)
        finally:
            lossy.web.kill()


def loses_and_recovers(lossy: Meeting, network: Lossy) -> None:
    miriam, ana = lossy.both()
    network.one_in = 3
    line = ana.locator("[data-quality-line]")
    expect(line).to_contain_text("through a relay, only your voice is sent", timeout=CONNECT)
    expect(ana.locator("[data-announce]")).to_contain_text("only your voice is sent")
    expect(miriam.get_by_text("only the voice of Ana Kovačević comes")).to_be_visible(timeout=CONNECT)
    assert network.dropped > 100
    network.one_in = 0
    expect(line).not_to_contain_text("only your voice", timeout=CONNECT)
    expect(ana.locator("[data-announce]")).to_contain_text("Your picture is sent again")
    expect(miriam.locator("[data-theirs-none]")).to_be_hidden(timeout=CONNECT)
    flows(miriam)
    for page in (miriam, ana):
        page.context.close()
