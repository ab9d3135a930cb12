import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Body } from './answer';
import type { Advice } from './errors';
import type { Expectation } from './expectation';
import type { Failure } from './failure';
import type { RequestParts } from './operation';
import type { RateLimits } from './pacing';

/** Every place of n8n from which a call may be made. */
export type NodeContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

/** One request with what is needed to send it, retry it and talk about it. */
export interface Call extends RequestParts {
	/** What is tried, as the user knows it: "Create contact". */
	label: string;
	scope: string;
	version: string;
	/** Whether sending it twice has the effect of sending it once. */
	repeatable: boolean;
	/** What an answer must hold to be believed. */
	expects: Expectation;
	itemIndex?: number;
	/** Turns a refusal that the caller knows how to go on from into an answer. */
	refused?: (failure: Failure) => IDataObject | undefined;
	/** Keys of the answer that speak of what this one sending changed. */
	changes?: readonly string[];
	/** Whose budget it uses, where that is not the connection's. */
	accountKey?: string;
}

/** A service as one credential reaches it. Made once a run. */
export interface Connection {
	/** The service's name, for messages. */
	readonly service: string;
	/** Without a slash at its end. */
	readonly baseUrl: string;
	/** Identity of the account whose budget the calls use; never a secret itself. */
	readonly accountKey: string;
	/** The account part that is sent with calls; '' where the credential names none. */
	readonly location: string;
	readonly version: string;
	/** What must never be shown: tokens, the client secret. */
	readonly secrets: readonly string[];
	/** Reads the secrets again, after n8n renewed some of them. */
	readSecrets(context: NodeContext): Promise<readonly string[]>;
	headers(call: Call): Record<string, string>;
	/** Last changes to a request, such as keys that differ between versions. */
	adapt(call: Call): Call;
	limits(headers: Record<string, unknown>): RateLimits;
	advise(failure: Failure, call: Call): Advice;
	/** Whether every further call of the run would be refused as well: the access was revoked. */
	isAccessLost(failure: Failure): boolean;
	/**
	 * The token to send a call with, where it is not the credential's own; `send` sends the call that it takes to get one.
	 * Throws what `send` throws.
	 */
	token?(call: Call, send: (call: Call) => Promise<Body>): Promise<string | undefined>;
	/** Forgets a token that was refused. Returns whether it is worth asking for another one. */
	discard?(token: string, failure: Failure): boolean;
	/** Sends with authentication. Throws what n8n's helper throws. */
	transmit(
		context: NodeContext,
		options: IHttpRequestOptions,
		token: string | undefined,
	): Promise<unknown>;
}
