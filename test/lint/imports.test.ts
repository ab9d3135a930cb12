import { join } from 'node:path';

import { run } from '../package/tools';

const RULE = 'no-restricted-imports';

const REFUSED = [
	['test/standins/cli.ts', '../../nodes/shared/client'],
	['test/standins/cli.ts', '../../credentials/HighLevelAppOAuth2Api.credentials'],
	['test/standins/cli.ts', '../../dist/nodes/shared/client'],
	['nodes/shared/client.ts', '../HighLevel/api'],
	['nodes/shared/client.ts', '../CalendarHero/api'],
	['nodes/HighLevel/api.ts', '../CalendarHero/api'],
	['nodes/HighLevel/search/index.ts', '../../CalendarHero/api'],
	['nodes/CalendarHero/api.ts', '../HighLevel/api'],
];

const ALLOWED = [
	['test/standins/cli.ts', './highlevel/server'],
	['nodes/HighLevel/api.ts', '../shared/client'],
	['nodes/CalendarHero/api.ts', '../shared/client'],
	['nodes/shared/client.ts', './errors'],
];

test('imports go one way: services to shared, never to each other, stand-ins to neither', () => {
	const cases = [...REFUSED, ...ALLOWED];
	const found: string[][] = JSON.parse(
		run(process.execPath, [join(__dirname, 'imports.mjs'), JSON.stringify(cases)]),
	);
	const refused = cases.filter((_case, index) => found[index]?.includes(RULE));
	expect(refused).toEqual(REFUSED);
});
