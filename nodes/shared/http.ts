// The types of requests and responses.

import type { IDataObject } from 'n8n-workflow';

import type { Expectation } from './expectation';
import type { Failure } from './failure';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The parts of one HTTP request, before authentication. */
export interface RequestParts {
	method: HttpMethod;
	/** Percent-encoded, from the leading slash. */
	path: string;
	query: IDataObject;
	/** Absent where no body is sent. */
	body?: IDataObject | IDataObject[];
}

/** The parsed body of a response. */
export type Body = IDataObject | IDataObject[];

/**
 * Turns a refusal that the caller can handle into a response body; undefined lets the call fail.
 *
 * @param failure always has a status
 */
export type OnRefusal = (failure: Failure) => IDataObject | undefined;

/** How one request differs from the rules of the operation that sends it. */
export interface SendRules {
	repeatable?: boolean;
	/** What the request does, if that is not the whole operation: "Add tags". */
	label?: string;
	scope?: string;
	expects?: Expectation;
	onRefusal?: OnRefusal;
}

/** Sends a request with authentication, pacing and retry. */
export type Send = (parts: RequestParts, rules?: SendRules) => Promise<Body>;
