import type { IDataObject } from 'n8n-workflow';

import type { Claim } from '../../../nodes/HighLevel/webhook/duplicates';
import {
	Deliveries,
	deliveriesOf,
	isStored,
	store,
} from '../../../nodes/HighLevel/webhook/duplicates';

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
	it('are limited in number and age', () => {
		const data: IDataObject = { other: 1 };
		for (let id = 0; id < 150; id++) store(data, `id-${id}`, id);
		expect(Object.keys(data.deliveries ?? {})).toHaveLength(100);
		expect(isStored(data, 'id-149', 200)).toBe(true);
		expect(isStored(data, 'id-50', 200)).toBe(true);
		expect(isStored(data, 'id-49', 200)).toBe(false);
		expect(isStored(data, 'id-149', 3 * DAY + 149)).toBe(false);
		store(data, 'new', 3 * DAY + 200);
		expect(data).toEqual({ other: 1, deliveries: { new: 3 * DAY + 200 } });
	});

	it('are none if the static data has something else', () => {
		for (const deliveries of [undefined, null, 'text', ['id'], { id: 'text' }]) {
			expect(isStored({ deliveries } as IDataObject, 'id', 0)).toBe(false);
		}
	});
});
