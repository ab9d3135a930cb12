/** What every change must pass, as CI runs it. */
import { show } from '../lib/commands.mjs';

/** @throws {import('execa').ExecaError} when a stage fails */
export async function checkTests() {
	await show('npm', ['test'], { env: { CI: 'true' } });
	return 'all stages passed';
}
