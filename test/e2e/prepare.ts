/** Starts an n8n in the folder that the first argument names, signs its owner up and stops it. `run.mjs` calls this. */
import { signInAsOwner, startN8n } from './lib/n8n';
import { setup } from './lib/setup';

async function prepare(userFolder: string | undefined): Promise<void> {
	if (userFolder === undefined) throw new Error('The folder is missing');
	const { node, n8n, tarball } = setup();
	const running = await startN8n({ node, n8n, packages: [tarball], userFolder });
	try {
		await signInAsOwner(running.client);
	} finally {
		await running.stop();
	}
}

void prepare(process.argv[2]);
