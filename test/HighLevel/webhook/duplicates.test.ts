import type { IDataObject } from 'n8n-workflow';

import {
	Deliveries,
	deliveriesOf,
	isStored,
	store,
} from '../../../nodes/HighLevel/webhook/duplicates';

const HOUR = 60 * 60 * 1000;

describe('deliveries of this process', () => {
	it('hands on each ID once', async () => {
		const deliveries = new Deliveries();
		(await deliveries.claim('a'))?.handed();
		expect(await deliveries.claim('a')).toBeUndefined();
		expect(await deliveries.claim('b')).toBeDefined();
	});

	it('lets one of many at once pass, and the next when that one failed', async () => {
		const deliveries = new Deliveries();
		const claims = Array.from({ length: 20 }, async () => await deliveries.claim('a'));
		const first = await claims[0];
		first?.release();
		const second = await Promise.race(claims.slice(1));
		expect(second).toBeDefined();
		second?.handed();
		const passed = (await Promise.all(claims)).filter((claim) => claim !== undefined);
		expect(passed).toHaveLength(2);
	});

	it('does not remember what never reached n8n', async () => {
		const deliveries = new Deliveries();
		(await deliveries.claim('a'))?.release();
		expect(deliveries.size).toBe(0);
		expect(await deliveries.claim('a')).toBeDefined();
	});

	it('remembers for 24 hours', async () => {
		let now = 0;
		const deliveries = new Deliveries(() => now);
		(await deliveries.claim('a'))?.handed();
		now = 24 * HOUR - 1;
		expect(await deliveries.claim('a')).toBeUndefined();
		now = 24 * HOUR;
		expect(await deliveries.claim('a')).toBeDefined();
	});

	it('remembers 10,000, the youngest', async () => {
		const deliveries = new Deliveries();
		for (let id = 0; id < 10_001; id++) (await deliveries.claim(String(id)))?.handed();
		expect(deliveries.size).toBe(10_000);
		expect(await deliveries.claim('1')).toBeUndefined();
		expect(await deliveries.claim('0')).toBeDefined();
	});

	it('are kept apart by workflow and node', async () => {
		(await deliveriesOf('w1', 'n1').claim('a'))?.handed();
		expect(await deliveriesOf('w1', 'n1').claim('a')).toBeUndefined();
		expect(await deliveriesOf('w1', 'n2').claim('a')).toBeDefined();
		expect(await deliveriesOf('w2', 'n1').claim('a')).toBeDefined();
	});
});

describe("deliveries in the workflow's data", () => {
	it('are few and young', () => {
		const data: IDataObject = { other: 1 };
		for (let id = 0; id < 150; id++) store(data, `id-${id}`, id);
		expect(Object.keys(data.deliveries ?? {})).toHaveLength(100);
		expect(isStored(data, 'id-149', 200)).toBe(true);
		expect(isStored(data, 'id-50', 200)).toBe(true);
		expect(isStored(data, 'id-49', 200)).toBe(false);
		expect(isStored(data, 'id-149', HOUR + 149)).toBe(false);
		store(data, 'new', HOUR + 200);
		expect(data).toEqual({ other: 1, deliveries: { new: HOUR + 200 } });
	});

	it('are none where the data holds something else', () => {
		for (const deliveries of [undefined, null, 'text', ['id'], { id: 'text' }]) {
			expect(isStored({ deliveries } as IDataObject, 'id', 0)).toBe(false);
		}
	});
});
