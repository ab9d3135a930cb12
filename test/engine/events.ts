/** Lets tests wait for events instead of lengths of time. */
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

/** Waits until a condition holds. Nothing but the test's own time-out limits the wait. */
export async function until(holds: () => boolean): Promise<void> {
	while (!holds()) await new Promise(setImmediate);
}

/** Lets all work proceed that waits for nothing outside of this process. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
}

/**
 * A node that tells when its own code has ended. n8n reports a cancelled execution as ended while the node may still be at
 * work.
 */
export function watched(node: INodeType): { nodeType: INodeType; ended: Promise<void> } {
	let end: () => void = () => {};
	const ended = new Promise<void>((resolve) => {
		end = resolve;
	});
	const nodeType: INodeType = Object.create(node, {
		execute: {
			async value(this: IExecuteFunctions) {
				try {
					return await node.execute?.call(this);
				} finally {
					end();
				}
			},
		},
	});
	return { nodeType, ended };
}
