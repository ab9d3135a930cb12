/** The deliverer of webhooks that stand-ins share. */
import { Deliverer } from './shared/deliverer';
import { startReceiver } from './support/activeCampaign';
import type { Receiver } from './support/activeCampaign';

let receiver: Receiver;

beforeEach(async () => {
	receiver = await startReceiver();
});
afterEach(() => receiver.close());

const outgoing = (body: string) => ({
	url: receiver.url,
	body,
	event: 'update',
	headers: { 'content-type': 'text/plain' },
});

it('records deliveries in the order of sending, without a status until they are answered', async () => {
	const deliverer = new Deliverer();
	void deliverer.send(outgoing('a=1'));
	void deliverer.send(outgoing('b=2'));
	expect(deliverer.deliveries).toMatchObject([
		{ id: 1, body: 'a=1', status: undefined },
		{ id: 2, body: 'b=2', status: undefined },
	]);
	await deliverer.settled();
	expect(deliverer.deliveries.map(({ status }) => status)).toEqual([200, 200]);
});

it('tries again only if asked to, until it is accepted', async () => {
	const deliverer = new Deliverer();
	receiver.status = 503;
	const once = await deliverer.send(outgoing('a=1'));
	const thrice = await deliverer.send(outgoing('b=2'), { retries: 2, pauseMs: 1 });
	receiver.status = 200;
	const accepted = await deliverer.send(outgoing('c=3'), { retries: 2, pauseMs: 1 });
	expect([once, thrice, accepted].map(({ tries, status }) => [tries, status])).toEqual([
		[1, 503],
		[3, 503],
		[1, 200],
	]);
});
