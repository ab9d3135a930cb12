/**
 * Writes the output schemas that n8n's editor shows before a node has run: the keys of each row's output with default
 * options. n8n serves `__schema__/v<version>/<resource>/<operation>.json` next to the node's file.
 *
 *   npm run schemas              writes nodes/HighLevel/__schema__ and nodes/CalendarHero/__schema__
 *   npm run schemas -- --check   writes nothing; exit code 1 when a file is missing, left over or outdated
 */
import { runCommand } from './lib/command';
import { outdated, outdatedCalendarHero, writeCalendarHero, writeSchemas } from './schemas/files';

export { calendarHeroFiles } from './schemas/calendarHero';
export { outdated, outdatedCalendarHero, schemas, writeSchemas } from './schemas/files';
export type { JsonSchema } from './schemas/jsonSchema';
export { ROWS } from './schemas/rows';

function main(argv: string[]): number {
	const changed = [...outdated(), ...outdatedCalendarHero()];
	if (changed.length === 0) {
		console.log('The output schemas are current.');
		return 0;
	}
	if (argv.includes('--check')) {
		console.error(`Not current: ${changed.join(', ')}. Run: npm run schemas`);
		return 1;
	}
	writeSchemas();
	writeCalendarHero();
	console.log(`Output schemas written: ${changed.join(', ')}`);
	return 0;
}

if (require.main === module) runCommand(main);
