// What a model is told about a failed item when the node is a tool of an AI agent.

import type { IDataObject, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { sentencesIn } from './sentences';

/** What only a model needs to know about a failure. Errors carry it in their `context`, under `model`. */
export interface ModelAdvice {
	/** Which call to make next, in place of the advice for people. */
	next?: string;
	/** A record that the call names does not exist. */
	notFound?: boolean;
	/** The call may have changed something. */
	unknownOutcome?: boolean;
	/** Only whoever set up the node can mend it, so the tool fails instead of returning a record. */
	setUp?: boolean;
}

type NodeError = NodeApiError | NodeOperationError;

/** Adds advice for a model to an error, to what it has already. */
export function adviseModel<T extends NodeError>(error: T, advice: ModelAdvice): T {
	error.context.model = { ...modelAdviceOf(error), ...advice };
	return error;
}

/** @returns the advice for a model that an error carries */
export function modelAdviceOf({ context }: NodeError): ModelAdvice {
	return (context.model ?? {}) as ModelAdvice;
}

/** What a model can neither see nor do: the editor, the credential, the workflow around the call. */
const FOR_PEOPLE =
	/\bcredential|\bexpression|\bitems?\b|\bnodes?\b|\bworkflows?\b|\bn8n\b|\bswitch|\bturn(?:ed)? (?:on|off)|\boptions?\b|'On Error'|Update Fields|Additional Fields|\btrace|\bAPI (?:URL|Version)|\bscopes?\b|\bproxy|Concurrency|Retry On Fail|\brun it\b|'By (?:ID|Name|Email|Phone|URL)'|\$json|date picker/i;

const DEFAULT_NEXT = 'Correct the arguments, then call the tool again.';
const LOOK_FIRST =
	'It is not known whether this took effect. Look at the record or the list that it would have changed first, and call the tool again only if nothing has changed.';

/** @returns the sentences of an advice for people that make sense to a model as well */
function forModel(advice: string | null | undefined): string {
	const sentences = sentencesIn(advice ?? '').filter((sentence) => !FOR_PEOPLE.test(sentence));
	return sentences.length > 0 ? sentences.join(' ') : DEFAULT_NEXT;
}

/** @returns what happened, without the advice to send it again, with which n8n ends some of its own texts */
function factOf(message: string): string {
	const facts = sentencesIn(message).filter(
		(sentence) => !/\bretry\b|\btry again\b/i.test(sentence),
	);
	return (facts.length > 0 ? facts.join(' ') : 'The call ended without an answer').replace(
		/\.$/,
		'',
	);
}

/**
 * A failed item as a model gets it: `error` says what happened, `message` what to call next. `found: 0` says that something
 * does not exist. Where the change may have been made, there is no `error`, since n8n would run the node again for it if
 * Retry On Fail is on.
 */
export function modelRecord(error: NodeError): IDataObject {
	const { next, notFound, unknownOutcome } = modelAdviceOf(error);
	if (unknownOutcome) {
		return {
			ok: false,
			outcome: 'unknown',
			message: `${factOf(error.message)}. ${next ?? LOOK_FIRST}`,
		};
	}
	return {
		ok: false,
		...(notFound ? { found: 0 } : {}),
		error: error.message,
		message: next ?? forModel(error.description),
	};
}
