// The types of a call and of the connection that sends it.

import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Advice } from './errors';
import type { Expectation } from './expectation';
import type { Failure } from './failure';
import type { Body, OnRefusal, RequestParts } from './http';
import type { RateLimits } from './pacing';

/** The n8n contexts from which a call can be made. */
export type NodeContext =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

/** One request with everything needed to send it, retry it and report on it. */
export interface Call extends RequestParts {
	/** What the call does, in the user's terms: "Create contact". */
	label: string;
	/** Named in the error when the service refuses the call because the scope is missing. */
	scope: string;
	version: string;
	/** Whether sending it twice has the same effect as sending it once. */
	repeatable: boolean;
	/** What a response must contain to be accepted. */
	expects: Expectation;
	itemIndex?: number;
	onRefusal?: OnRefusal;
	/** For a model: where the IDs come from that the call names, in sentences. */
	idsFrom?: string;
	/** Keys of the response that report what this attempt changed. */
	changes?: readonly string[];
	/** The account whose budget the call uses, if not the connection's. */
	accountKey?: string;
}

/** A service as reached through one credential. Created once per run. */
export interface Connection {
	/** The service's name, for messages. */
	readonly service: string;
	/** Without a trailing slash. */
	readonly baseUrl: string;
	/** Identifies the account whose budget the calls use; never a secret itself. */
	readonly accountKey: string;
	/** The part of the account that is sent with calls; '' where the credential names none. */
	readonly location: string;
	/** What kind of access the credential gives, in the user's words. */
	readonly access: string;
	readonly version: string;
	/** Values that must never be shown: tokens, the client secret. */
	readonly secrets: readonly string[];
	/** Reads the secrets again, after n8n has renewed some of them. */
	readSecrets(context: NodeContext): Promise<readonly string[]>;
	headers(call: Call): Record<string, string>;
	/** Final changes to a request, such as keys that differ between versions. */
	adapt(call: Call): Call;
	/** Takes out of a response what nobody may see. Absent: the service sends no secrets. */
	clean?(body: Body, call: Call): Body;
	limits(headers: Record<string, unknown>): RateLimits;
	advise(failure: Failure, call: Call): Advice;
	/** Whether every further call of the run would be refused as well, because access was revoked. */
	isAccessLost(failure: Failure): boolean;
	/**
	 * The token for a call, if not the credential's own.
	 *
	 * @param send sends the call that obtains a token
	 * @throws what `send` throws
	 */
	token?(call: Call, send: (call: Call) => Promise<Body>): Promise<string | undefined>;
	/** Forgets a refused token. Returns whether another one may help. */
	discard?(token: string, failure: Failure): boolean;
	/** Sends with authentication. Throws what n8n's helper throws. */
	transmit(
		context: NodeContext,
		options: IHttpRequestOptions,
		token: string | undefined,
	): Promise<unknown>;
}
