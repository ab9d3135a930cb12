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

	it('say how many they are, and when each one came', async () => {
		let now = 0;
		const deliveries = new Deliveries(() => now);
		for (const id of ['a', 'b', 'c']) {
			(await claimed(deliveries, id)).handed();
			now += DAY;
		}
		expect(deliveries.size).toBe(3);
		// The first one is forgotten with the next delivery, the others are not.
		await claimed(deliveries, 'd');
		expect(deliveries.size).toBe(3);
		expect(await deliveries.claim('b')).toBe('handed');
	});

	it('that are released late leave a later claim alone', async () => {
		let now = 0;
		const deliveries = new Deliveries(() => now);
		const first = await claimed(deliveries, 'a');
		now = 3 * DAY;
		(await claimed(deliveries, 'a')).handed();
		first.release();
		expect(await deliveries.claim('a')).toBe('handed');
	});

	it('are measured by the clock', async () => {
		const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
		const deliveries = new Deliveries();
		(await claimed(deliveries, 'a')).handed();
		clock.mockReturnValue(3 * DAY);
		expect(await deliveries.claim('a')).toMatchObject({});
		clock.mockRestore();
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

describe('the deliveries of a trigger', () => {
	it('are forgotten once 1,000 others have had deliveries since', async () => {
		const others = (from: number) => {
			for (let n = 0; n < 999; n++) deliveriesOf('others', `${from}-${n}`);
		};
		const [first, second] = [deliveriesOf('w', 'first'), deliveriesOf('w', 'second')];
		others(1);
		expect(deliveriesOf('w', 'second')).toBe(second);
		expect(deliveriesOf('w', 'first')).not.toBe(first);
		others(2);
		expect(deliveriesOf('w', 'second')).not.toBe(first);
		expect(deliveriesOf('w', 'second')).toBe(deliveriesOf('w', 'second'));
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

	it('are one text of hashes and seconds, oldest first', () => {
		const data: IDataObject = {};
		store(data, 'a', 36_999);
		store(data, 'b', 72_000);
		expect(data.deliveries).toMatch(/^[\w-]{10}\.10 [\w-]{10}\.20$/);
		const [a = '', b = ''] = String(data.deliveries).split(' ');
		store(data, 'a', 108_000);
		expect(data.deliveries).toBe(`${b} ${a.replace('.10', '.30')}`);
	});

	it('are dropped after 3 days, to the second', () => {
		const data: IDataObject = {};
		store(data, 'a', 1000);
		const [a] = String(data.deliveries).split(' ');
		const after = (now: number) => {
			const copy = { ...data };
			store(copy, 'b', now);
			return String(copy.deliveries).split(' ')[0] === a;
		};
		expect([3 * DAY + 999, 3 * DAY + 1000].map(after)).toEqual([true, false]);
	});

	it('are at most 1,000, the new one included, in less than 20 KB', () => {
		const stored = (count: number) =>
			Array.from({ length: count }, (_, at) => `mark-${at + 10_000}.${(at + 1).toString(36)}`);
		for (const count of [999, 1000, 1001]) {
			const data: IDataObject = { deliveries: stored(count).join(' ') };
			store(data, 'x', 1_000_000);
			const now = String(data.deliveries).split(' ');
			expect(String(data.deliveries).length).toBeLessThan(20_000);
			expect(now.slice(0, -1)).toEqual(stored(count).slice(-999));
			expect(isStored(data, 'x', 1_000_000)).toBe(true);
		}
	});

	it('without a time are left out', () => {
		expect(isStored({ deliveries: { old: '5000' } }, 'old', 6000)).toBe(false);
		const text: IDataObject = { deliveries: 'word' };
		store(text, 'new', 6000);
		expect(String(text.deliveries).split(' ')).toHaveLength(1);
		const data: IDataObject = { deliveries: { old: 5000, other: 'text' } };
		store(data, 'new', 6000);
		expect(String(data.deliveries).split(' ')).toHaveLength(2);
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
