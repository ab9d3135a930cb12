/** Converts an operation of an official file to the digest's form. */
import { schemaOf, shallow, withoutKey } from './schema.mjs';

/** The HTTP methods of an OpenAPI path, in the digest's order. */
export const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

function parameterOf(given, source) {
	const [node, owner] = given.$ref === undefined ? [given, source] : source.follow(given.$ref);
	const parameter = { in: node.in, name: node.name };
	if (node.required === true) parameter.required = true;
	if (node.deprecated === true) parameter.deprecated = true;
	return { ...parameter, ...schemaOf(node.schema ?? {}, owner) };
}

/** The responses by status code. Errors share three common schemas, so only successes are included in full. */
function responsesOf(node, source, levels) {
	return Object.fromEntries(
		Object.entries(node.responses ?? {}).map(([code, answer]) => {
			const { schema } = Object.values(answer.content ?? {})[0] ?? {};
			const told = code.startsWith('2') && schema;
			return [code, told ? shallow(schemaOf(schema, source), levels) : {}];
		}),
	);
}

/**
 * @param {string} method in lower case
 * @param {string} path as in the file, with `{parameters}`
 * @param {object} node the OpenAPI operation
 * @param {object[]} shared parameters that the path defines for all its operations
 * @param {import('./source.mjs').Source} source
 * @param {number} answerLevels how many levels of objects are kept of responses
 */
export function operationOf(method, path, node, shared, source, answerLevels) {
	const all = [...shared, ...(node.parameters ?? [])].map((one) => parameterOf(one, source));
	const versions = all.filter((one) => one.in === 'header' && one.name === 'Version');
	const operation = { operationId: node.operationId, method: method.toUpperCase(), path };
	if (node.deprecated === true) operation.deprecated = true;
	operation.security = (node.security ?? []).flatMap((entry) =>
		Object.entries(entry).map(([token, scopes]) => ({ token, scopes })),
	);
	operation.versions = versions.flatMap((one) => one.enum ?? []);
	for (const place of ['path', 'query']) {
		const found = all.filter((one) => one.in === place).map((one) => withoutKey(one, 'in'));
		if (found.length > 0) operation[place === 'path' ? 'pathParameters' : 'query'] = found;
	}
	const content = Object.entries(node.requestBody?.content ?? {});
	if (content.length > 0) {
		operation.contentTypes = content.map(([type]) => type);
		if (node.requestBody.required === true) operation.bodyRequired = true;
		operation.body = schemaOf(content[0][1].schema ?? {}, source);
	}
	operation.responses = responsesOf(node, source, answerLevels);
	return operation;
}
