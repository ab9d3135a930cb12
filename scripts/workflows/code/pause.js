// ActiveCampaign takes 5 requests a second: once 5 were sent, the next one waits until the first of them is a second ago.
const { callsPerSecond } = $('Settings').first().json;
const WINDOW_MS = 1020;

const now = Date.now();
let sent = [];
for (let number = 1; ; number++) {
	let pause;
	try {
		pause = $(`Pause ${number}`);
	} catch {
		break;
	}
	const before = pause.isExecuted ? pause.first().json.sent : [];
	if ((before.at(-1) ?? 0) > (sent.at(-1) ?? 0)) sent = before;
}
sent = [...sent, now].slice(-callsPerSecond);
const wait = sent.length < callsPerSecond ? 0 : sent[0] + WINDOW_MS - now;
const items = [{ json: { ...$input.first().json, sent } }];

return wait > 0 ? new Promise((resolve) => setTimeout(resolve, wait, items)) : items;
