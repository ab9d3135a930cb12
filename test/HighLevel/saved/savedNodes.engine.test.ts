import { isDeepStrictEqual } from 'node:util';

import { Recorder } from '../../contract/recorder';
import type { Engine } from '../../engine/harness';
import { loadEngine } from '../../engine/harness';
import type { SavedNode } from './nodes';
import { readSavedNodes, requestsOf, writeSavedNodes } from './nodes';
import { recordNodes } from './record';

let engine: Engine;
const recorder = Recorder.forTests();

beforeAll(async () => {
	engine = await loadEngine();
});

const operationOf = ({ family, title, typeVersion }: SavedNode) =>
	`${family} ${typeVersion}, ${title.split(':')[0]}`;

// Before the code of a version that users have is changed, once: its nodes must send the same from then on.
const toRecord = Number(process.env.RECORD_VERSION);
if (toRecord > 0) {
	test('records the nodes of a version', async () => {
		const others = readSavedNodes().filter(({ typeVersion }) => typeVersion !== toRecord);
		writeSavedNodes([...others, ...(await recordNodes(toRecord, engine, recorder))]);
	});
} else {
	const saved = readSavedNodes();

	test.each([...new Set(saved.map(operationOf))])(
		'%s: saved nodes send the same as when they were recorded',
		async (operation) => {
			const changed: unknown[] = [];
			for (const node of saved.filter((one) => operationOf(one) === operation)) {
				const now = await requestsOf(node, engine, recorder);
				const { title, parameters, requests: before } = node;
				// Through JSON, like what is stored.
				if (!isDeepStrictEqual(JSON.parse(JSON.stringify(now)), before)) {
					changed.push({ title, parameters, before, now });
				}
			}
			expect(changed).toEqual([]);
		},
	);
}
