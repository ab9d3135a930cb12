import type { ExecutionError } from 'n8n-workflow';

/** The item that an error belongs to, counted from 0. n8n's editor appends it to the error's message. */
export const itemIndexOf = (error: ExecutionError | undefined): unknown =>
	error && 'context' in error ? error.context?.itemIndex : undefined;
