/** What git and the changelog say about a release. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/commands.mjs';
import { ROOT } from '../lib/paths.mjs';

/** @throws {Error} when a file is changed or new */
export async function checkTree() {
	const { stdout } = await run('git', ['status', '--porcelain']);
	if (stdout !== '') throw new Error(`Not committed:\n${stdout}`);
	const commit = await run('git', ['rev-parse', '--short', 'HEAD']);
	return `commit ${commit.stdout}`;
}

/**
 * The changelog's first version is that of package.json and has its date, and no tag has that name yet.
 *
 * @throws {Error} that says what to change
 */
export async function checkVersion() {
	const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
	const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
	const [, named, date] = /^## (\S+) \(([^)]+)\)$/m.exec(changelog) ?? [];
	if (named !== version) {
		throw new Error(`CHANGELOG.md begins with ${named}, package.json with ${version}.`);
	}
	if (!/^\d{4}-\d\d-\d\d$/.test(date)) {
		throw new Error(`CHANGELOG.md: put the day of the release in place of "${date}".`);
	}
	const tags = await run('git', ['tag', '--list', `v${version}`]);
	if (tags.stdout !== '') throw new Error(`The tag v${version} exists. Raise the version.`);
	return `${version} of ${date}`;
}

/** The newest tag of a version before this commit's own; undefined before the first release. */
export async function versionBefore() {
	const { stdout } = await run('git', [
		'tag',
		'--list',
		'v*',
		'--merged',
		'HEAD',
		'--sort=-v:refname',
	]);
	return stdout.split('\n').find((tag) => tag !== '');
}
