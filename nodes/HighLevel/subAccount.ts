// The parameter Sub-Account: which of an agency's sub-accounts a node or an item works with.

import type { IExecuteFunctions, ILoadOptionsFunctions, INodeProperties } from 'n8n-workflow';

import type { Service } from '../shared/accounts';
import type { NodeContext } from '../shared/call';
import { toRefusal } from '../shared/errors';
import { locator } from '../shared/locator';
import type { Field } from '../shared/operation';
import { readField } from '../shared/parameters';
import { toProperty } from '../shared/properties';
import { locatorText, textOf } from '../shared/values';
import { usesOAuth2 } from './account';
import type { HighLevelConnection } from './api';
import { connect } from './api';

const NAME = 'subAccount';

const field: Field = {
	...locator({
		displayName: 'Sub-Account',
		name: NAME,
		searchListMethod: 'searchSubAccounts',
		placeholder: 've9EPM428h8vShlRW1KT',
		description:
			'The sub-account to work with, if the credential is connected to an agency. Leave empty to use the one in the credential.',
	}),
	show: { authentication: ['oAuth2'] },
};

/** n8n reads the choices of a menu again when the value of one of these parameters changes. */
const DEPENDS_ON = [`${NAME}.value`];

/** Lets the menus and mappers of a property follow the chosen sub-account, at any depth. */
function followSubAccount(property: INodeProperties): INodeProperties {
	const { typeOptions, options } = property;
	const followed = { ...property };
	if (typeOptions?.loadOptionsMethod !== undefined || typeOptions?.resourceMapper) {
		const { loadOptionsDependsOn = [] } = typeOptions;
		followed.typeOptions = {
			...typeOptions,
			loadOptionsDependsOn: [...loadOptionsDependsOn, ...DEPENDS_ON],
		};
	}
	if (options) {
		followed.options = options.map((option) => {
			if ('values' in option) return { ...option, values: option.values.map(followSubAccount) };
			return 'type' in option ? followSubAccount(option) : option;
		});
	}
	return followed;
}

/**
 * Adds the parameter Sub-Account before a node's other parameters. It is shown for OAuth2 only, since a private integration
 * token belongs to one sub-account.
 */
export function withSubAccount(properties: INodeProperties[]): INodeProperties[] {
	return [toProperty(field), ...properties.map(followSubAccount)];
}

/** @returns reads the parameter's raw value */
function reader(context: NodeContext): (raw: unknown) => string {
	const from = { zone: context.getTimezone(), nodeVersion: context.getNode().typeVersion };
	return (raw) => textOf(readField(field, raw, from));
}

/**
 * Opens the connection to a sub-account.
 *
 * @param locationId '' for the one that the credential names
 * @throws NodeOperationError when the credential names none, or belongs to another one
 */
export async function connectTo(
	context: NodeContext,
	locationId: string,
): Promise<HighLevelConnection> {
	const connection = await connect(context, locationId);
	if (locationId === '' || connection.location === locationId) return connection;
	throw toRefusal(
		context.getNode(),
		`The credential belongs to the sub-account ${connection.location}, so it cannot work with ${locationId}`,
		"Leave 'Sub-Account' empty, or connect the credential as an agency to work with several sub-accounts.",
	);
}

/** HighLevel, as the action nodes reach it: each item may name a sub-account of its own. */
export const highLevel: Service = {
	partReader: (context: IExecuteFunctions) => {
		if (!usesOAuth2(context)) return () => '';
		const read = reader(context);
		return (itemIndex) => read(context.getNodeParameter(NAME, itemIndex, ''));
	},
	connect: connectTo,
};

/** @returns the sub-account that a trigger names; '' for the one in the credential */
export function subAccountOf(
	context: NodeContext & { getNodeParameter(name: string, fallback: unknown): unknown },
): string {
	return usesOAuth2(context) ? reader(context)(context.getNodeParameter(NAME, '')) : '';
}

/**
 * Opens the connection to the sub-account that is chosen in the open node.
 *
 * @throws NodeOperationError when neither the node nor the credential says which one
 */
export async function connectChosen(context: ILoadOptionsFunctions): Promise<HighLevelConnection> {
	const given = usesOAuth2(context) ? context.getCurrentNodeParameter(NAME) : '';
	const value = locatorText(given);
	if (!value.startsWith('=')) return await connectTo(context, value);
	try {
		// An expression has no value before the workflow runs.
		return await connect(context);
	} catch {
		throw toRefusal(
			context.getNode(),
			"'Sub-Account' is an expression, which has a value only while the workflow runs, and the credential names no sub-account",
			"To see a sub-account's lists here, enter its ID in 'Sub-Account (Location) ID' of the credential. Otherwise choose 'By ID' or 'By Name' and enter the value.",
		);
	}
}
