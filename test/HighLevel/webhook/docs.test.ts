import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { appEvents } from '../../../nodes/HighLevel/webhook/events';
import { withEvents } from '../../../scripts/docs-webhook-events';

const page = readFileSync(join(__dirname, '../../../docs/triggers.md'), 'utf8');

describe('docs/triggers.md', () => {
	it('lists the events that the node knows', () => {
		expect(withEvents(page)).toBe(page);
	});

	it('is found outdated when an event is gone, renamed or another name is there', () => {
		const [first, ...rest] = appEvents;
		if (!first) throw new Error('There are no events');
		expect(withEvents(page, rest)).not.toBe(page);
		expect(withEvents(page, [{ ...first, name: 'Other' }, ...rest])).not.toBe(page);
		expect(withEvents(page, appEvents, ['Other'])).not.toBe(page);
	});
});
