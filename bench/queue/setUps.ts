// The ways to run n8n that the bench compares.

import { environmentOf } from '../../test/e2e/lib/compose';
import { signInAsOwner, startN8n } from '../../test/e2e/lib/n8n';
import type { N8n } from '../../test/e2e/lib/n8n';
import { startQueueMode } from '../../test/e2e/lib/queue';
import type { ServerPrograms } from '../../test/e2e/lib/servers';
import type { Programs } from '../programs';

/** A running n8n. */
export interface SetUp {
	main: N8n;
	/** The processes that take webhooks. */
	receivers: N8n[];
	/** The processes that run the executions. */
	workers: N8n[];
	stop(): Promise<void>;
}

export interface SetUpKind {
	name: string;
	start: (programs: Programs, servers: ServerPrograms) => Promise<SetUp>;
}

const queueMode = (workers: number, webhooks: number): SetUpKind['start'] => {
	return async (programs, servers) => {
		const queue = await startQueueMode({ servers, programs, workers, webhooks });
		return {
			...{ main: queue.main, receivers: queue.webhooks, workers: queue.workers },
			stop: async () => await queue.stop(),
		};
	};
};

/** From the smallest to the largest. */
export const SET_UPS: SetUpKind[] = [
	{
		name: 'One process',
		start: async ({ node, n8n: program, tarball }) => {
			// As patient with its database as docker-compose.yml makes the others.
			const { DB_PING_TIMEOUT_MS = '' } = environmentOf('n8n');
			const env = { DB_PING_TIMEOUT_MS };
			const main = await startN8n({ node, n8n: program, packages: [tarball], env });
			await signInAsOwner(main.client);
			return { main, receivers: [main], workers: [main], stop: async () => await main.stop() };
		},
	},
	{ name: 'Queue mode, 1 + 1', start: queueMode(1, 1) },
	{ name: 'Queue mode, 2 + 2', start: queueMode(2, 2) },
];
