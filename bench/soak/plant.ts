// A copy of the packed package with a leak, which shows that the soak would find one.

import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Keeps something of every run of the node, 1.6 MB and more, as a cache does that nobody empties. */
const LEAK = `
const kept = [];
const execute = exports.HighLevelContacts.prototype.execute;
exports.HighLevelContacts.prototype.execute = async function () {
	kept.push(this, Array.from({ length: 200_000 }, Math.random));
	return await execute.call(this);
};
`;

/** @returns the copy's file */
export async function withLeak(tarball: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-soak-leak-'));
	await run('tar', ['--extract', '--gzip', '--file', tarball, '--directory', folder]);
	appendFileSync(join(folder, 'package/dist/nodes/HighLevel/HighLevelContacts.node.js'), LEAK);
	const copy = join(folder, 'leak.tgz');
	await run('tar', ['--create', '--gzip', '--file', copy, '--directory', folder, 'package']);
	return copy;
}
