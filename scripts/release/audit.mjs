/**
 * Known weaknesses of the packages. Users install none: the package has no dependencies. What development uses is looked at
 * once for each advisory, and the verdict is kept in audit.json.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/commands.mjs';
import { ROOT } from '../lib/paths.mjs';

/** Verdicts by advisory, such as `"GHSA-…": "build time only; input is our own"`. */
const VERDICTS = join(ROOT, 'scripts', 'release', 'audit.json');

/** @throws {Error} when users would install a dependency, an advisory has no verdict, or the registry does not answer */
export async function checkAudit() {
	const { dependencies = {} } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
	if (Object.keys(dependencies).length > 0) throw new Error('The package has dependencies.');

	const { stdout } = await run('npm', ['audit', '--json'], { reject: false });
	const report = readReport(stdout);
	if (report?.vulnerabilities === undefined) {
		throw new Error(`The registry did not answer: ${report?.message ?? 'no report'}`);
	}
	const verdicts = JSON.parse(readFileSync(VERDICTS, 'utf8'));
	const found = new Map(advisoriesOf(report).map((advisory) => [advisory.id, advisory]));
	const open = [...found.values()].filter(({ id }) => !(id in verdicts));
	if (open.length > 0) {
		const list = open.map(
			({ id, name, severity, title }) => `${id} ${name} (${severity}): ${title}`,
		);
		throw new Error(`${open.length} advisories without a verdict:\n${list.join('\n')}`);
	}
	return `none for users, ${found.size} with a verdict in development`;
}

function readReport(stdout) {
	try {
		return JSON.parse(stdout);
	} catch {
		return undefined;
	}
}

/** The advisories of a report, each once; entries that only name another package have none of their own. */
function advisoriesOf({ vulnerabilities }) {
	return Object.values(vulnerabilities)
		.flatMap(({ via }) => via)
		.filter((entry) => typeof entry === 'object')
		.map(({ url, name, severity, title }) => ({
			id: url.split('/').at(-1),
			name,
			severity,
			title,
		}));
}
