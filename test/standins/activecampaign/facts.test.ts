/** The table of what ActiveCampaign's API documentation leaves open. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { FACTS } from '.';
import { USUAL_BEHAVIOUR } from './settings';

it.each(FACTS)('$fact: its place exists', ({ where }) => {
	for (const file of where.split(' and ')) expect(existsSync(join(__dirname, file))).toBe(true);
});

it('names every switch of the behaviour', () => {
	const all = FACTS.map(({ fact }) => fact).join('\n');
	for (const key of Object.keys(USUAL_BEHAVIOUR)) expect(all).toContain(`behaviour.${key}`);
});
