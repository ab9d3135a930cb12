import type { IDataObject } from 'n8n-workflow';

import type { Claim } from '../../../nodes/HighLevel/webhook/duplicates';
import { Deliveries, deliveriesOf } from '../../../nodes/HighLevel/webhook/duplicates';
import { isStored, store } from '../../../nodes/HighLevel/webhook/storedDeliveries';

const DAY = 24 * 60 * 60 * 1000;

/** The claim that a delivery gets if it may be processed. */
async function claimed(deliveries: Deliveries, id: string): Promise<Claim> {
	const claim = await deliveries.claim(id);
	if (typeof claim === 'string') throw new Error(`The delivery ${id} is ${claim}`);
	return claim;
}

describe('deliveries remembered in the process', () => {
	it('are processed once per ID', async () => {
		const deliveries = new Deliveries();
		(await claimed(deliveries, 'a')).handed();
		expect(await deliveries.claim('a')).toBe('handed');
		expect(await deliveries.claim('b')).toMatchObject({});
	});

	it('are processed once if they are concurrent, and again if the first one fails', async () => {
		const deliveries = new Deliveries();
		const claims = Array.from({ length: 20 }, async () => await deliveries.claim('a'));
		const first = await claims[0];
		if (typeof first === 'object') first.release();
		const second = await Promise.race(claims.slice(1));
		if (typeof second === 'object') second.handed();
		const passed = (await Promise.all(claims)).filter((claim) => typeof claim === 'object');
		expect(passed).toHaveLength(2);
	});

	it('are forgotten if they never reached n8n', async () => {
		const deliveries = new Deliveries();
		(await claimed(deliveries, 'a')).release();
		expect(deliveries.size).toBe(0);
		expect(await deliveries.claim('a')).toMatchObject({});
	});

	it('do not wait forever for one whose outcome stays unknown', async () => {
		const clock = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(clock.signal);
		const deliveries = new Deliveries();
		await claimed(deliveries, 'a');
		const repetition = deliveries.claim('a');
		expect(timeout).toHaveBeenCalledWith(30_000);
		clock.abort();
		expect(await repetition).toBe('pending');
		timeout.mockRestore();
	});

	it('are remembered for 3 days, as long as HighLevel repeats them', async () => {
		let now = 0;
		const deliveries = new Deliveries(() => now);
		(await claimed(deliveries, 'a')).handed();
		now = 3 * DAY - 1;
		expect(await deliveries.claim('a')).toBe('handed');
		now = 3 * DAY;
		expect(await deliveries.claim('a')).toMatchObject({});
	});

	it('are limited to the latest 10,000', async () => {
		const deliveries = new Deliveries();
		for (let id = 0; id < 10_001; id++) (await claimed(deliveries, String(id))).handed();
		expect(deliveries.size).toBe(10_000);
		expect(await deliveries.claim('1')).toBe('handed');
		expect(await deliveries.claim('0')).toMatchObject({});
	});

	it('are kept separate by workflow and node', async () => {
		(await claimed(deliveriesOf('w1', 'n1'), 'a')).handed();
		expect(await deliveriesOf('w1', 'n1').claim('a')).toBe('handed');
		expect(await deliveriesOf('w1', 'n2').claim('a')).toMatchObject({});
		expect(await deliveriesOf('w2', 'n1').claim('a')).toMatchObject({});
	});
});

describe("deliveries remembered in the workflow's static data", () => {
	it('are limited to 3 days', () => {
		const data: IDataObject = { other: 1 };
		store(data, 'a', 0);
		expect(isStored(data, 'a', 3 * DAY - 1)).toBe(true);
		expect(isStored(data, 'a', 3 * DAY)).toBe(false);
		const before = String(data.deliveries).length;
		store(data, 'b', 3 * DAY);
		expect(String(data.deliveries).length).toBeLessThan(before * 2);
		expect(isStored(data, 'b', 3 * DAY)).toBe(true);
		expect(data.other).toBe(1);
	});

	it('are limited to the latest 1,000, in less than 20 KB', () => {
		const data: IDataObject = {};
		const now = Date.UTC(2026, 0, 1);
		for (let at = 0; at < 1050; at++) store(data, `id-${at}`, now + at * 1000);
		const stored = (at: number) => isStored(data, `id-${at}`, now + DAY);
		expect([49, 50, 1049].map(stored)).toEqual([false, true, true]);
		expect(JSON.stringify(data).length).toBeLessThan(20_000);
	});

	it('are those of version 0.1.0 too', () => {
		const data: IDataObject = { deliveries: { old: 5000, older: 1000 } };
		store(data, 'new', 6000);
		expect(['old', 'older', 'new', 'none'].map((id) => isStored(data, id, 6000))).toEqual([
			true,
			true,
			true,
			false,
		]);
	});

	it('are none if the static data has something else', () => {
		for (const deliveries of [undefined, null, 'text', 'a.', ['id'], { id: 'text' }]) {
			expect(isStored({ deliveries } as IDataObject, 'id', 0)).toBe(false);
			const data = { deliveries } as IDataObject;
			store(data, 'id', 0);
			expect(isStored(data, 'id', 0)).toBe(true);
		}
	});
});
