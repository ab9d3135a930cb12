/** The table of facts is complete and true to the code. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { FACTS, USUAL_READINGS } from '..';

describe('CalendarHero stand-in: facts', () => {
	test('every reading that can be switched has a fact', () => {
		const switched = FACTS.flatMap(({ setting }) => setting ?? []);
		expect(switched.sort()).toEqual(Object.keys(USUAL_READINGS).sort());
	});

	test('each fact has an ID of its own and names the file that follows it', () => {
		expect(new Set(FACTS.map(({ id }) => id)).size).toBe(FACTS.length);
		const missing = FACTS.filter(({ where }) => !existsSync(join(__dirname, '..', where)));
		expect(missing).toEqual([]);
	});
});
